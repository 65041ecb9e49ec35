package dev.meerkat.engine;

import dev.meerkat.engine.history.Pin;
import dev.meerkat.engine.history.TimedRead;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.Supplier;
import org.bson.BsonInt32;
import org.bson.BsonNumber;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Reads with {@code readConcern: {level: "snapshot"}} outside transactions, at times that the
 * server has handed out. The first such read begins to keep history; when nobody has asked for as
 * long as {@code minSnapshotHistoryWindowInSeconds}, it ends. Threads: safe; guarded by itself.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/read-concern-snapshot/">Read concern
 *     "snapshot"</a>
 */
public final class SnapshotReads {
  private static final int DEFAULT_WINDOW_SECONDS = 300;

  /** Pins in one window: what is kept longer than asked for is a quarter of it. */
  private static final int PINS_PER_WINDOW = 4;

  private final Engine engine;
  private final Supplier<BsonValue> windowSeconds;
  private final Deque<Held> held = new ArrayDeque<>();
  private long lastReadNanos;

  private record Held(Pin pin, long sinceNanos) {}

  SnapshotReads(Engine engine) {
    this.engine = engine;
    this.windowSeconds =
        engine
            .server()
            .parameters()
            .define(
                "minSnapshotHistoryWindowInSeconds",
                new BsonInt32(DEFAULT_WINDOW_SECONDS),
                SnapshotReads::checkWindow,
                true);
  }

  /**
   * Begins a read.
   *
   * @param at bits of the time to read at, or 0 for the last commit
   * @throws ServerException 239 where that time is not kept
   */
  synchronized TimedRead begin(long at) {
    tidy();
    lastReadNanos = engine.ticker().nanos();
    Held newest = held.peekLast();
    if (newest == null
        || engine.ticker().nanos() - newest.sinceNanos() > windowNanos() / PINS_PER_WINDOW) {
      held.addLast(new Held(engine.pins().now(), engine.ticker().nanos()));
    }
    long time = at == 0 ? engine.clock().lastCommitted().getValue() : at;
    var _ = pinFor(time);
    return new TimedRead(engine.history(), engine.storage(), time, () -> pinFor(time));
  }

  private synchronized Pin pinFor(long time) {
    Held found = null;
    for (Held candidate : held) {
      if (Long.compareUnsigned(candidate.pin().time(), time) <= 0) {
        found = candidate;
      }
    }
    if (found == null) {
      throw new ServerException(
          ErrorCode.SNAPSHOT_TOO_OLD,
          "Read timestamp "
              + LogicalClock.text(new BsonTimestamp(time))
              + " is older than the oldest available timestamp.");
    }
    return found.pin();
  }

  /**
   * Gives up what nobody may ask for any more. A pin serves the times from its own to the next
   * one's, the last one those up to the last read.
   */
  public synchronized void tidy() {
    while (!held.isEmpty() && engine.ticker().nanos() - lastUseNanos() > windowNanos()) {
      engine.pins().release(held.removeFirst().pin());
    }
  }

  /** When the last time was handed out that the first pin serves. */
  private long lastUseNanos() {
    Iterator<Held> pins = held.iterator();
    var _ = pins.next();
    return pins.hasNext() ? pins.next().sinceNanos() : lastReadNanos;
  }

  /** Gives up everything, because memory runs out. */
  public synchronized void giveUp() {
    for (@Nullable Held next = held.pollFirst(); next != null; next = held.pollFirst()) {
      engine.pins().release(next.pin());
    }
  }

  private long windowNanos() {
    return ((BsonNumber) windowSeconds.get()).longValue() * 1_000_000_000L;
  }

  private static BsonValue checkWindow(BsonValue value) {
    if (!(value instanceof BsonNumber number) || number.longValue() < 0) {
      throw new ServerException(
          ErrorCode.BAD_VALUE, "minSnapshotHistoryWindowInSeconds must be a number of seconds");
    }
    return new BsonInt32((int) Math.min(Integer.MAX_VALUE, number.longValue()));
  }
}
