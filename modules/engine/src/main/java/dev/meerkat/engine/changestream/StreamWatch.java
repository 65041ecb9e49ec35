package dev.meerkat.engine.changestream;

import dev.meerkat.engine.LogicalClock;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.changestream.Watcher.News;
import dev.meerkat.engine.oplog.Oplog;
import dev.meerkat.engine.oplog.OplogReader;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.storage.StorageException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.bson.BsonTimestamp;
import org.jspecify.annotations.Nullable;

/**
 * Where change streams wait for what concerns them. One thread reads what is new in the oplog, once
 * for all that wait, and wakes those whose collections have changed, with the entries at hand; the
 * others sleep on. It begins with the first stream that waits, and sleeps while nothing is written
 * or nobody waits. Threads: safe; guarded by lock.
 */
public final class StreamWatch implements AutoCloseable {

  /** Entries, and their bytes, that are read before those who wait for them are woken. */
  private static final int MAX_ENTRIES = 1_000;

  private static final long MAX_BYTES = 8 << 20;

  /** Between a commit that is synced and the word of it. */
  private static final long SYNC_NANOS = 1_000_000;

  private static final long FAILURE_NANOS = 100_000_000;

  private final Oplog oplog;
  private final LogicalClock clock;
  private final Consumer<BsonTimestamp> sync;
  private final Object lock = new Object();
  private final Watchers watchers = new Watchers();

  /** Bits of the time up to which the oplog has been read for those who wait. */
  private long position;

  /** Bits of the time up to which the oplog is being read at this moment. */
  private long reading;

  private volatile int watching;
  private volatile @Nullable Thread reader;
  private volatile boolean closed;

  /**
   * @param sync makes everything up to a time survive the loss of power
   */
  public StreamWatch(Oplog oplog, LogicalClock clock, Consumer<BsonTimestamp> sync) {
    this.oplog = oplog;
    this.clock = clock;
    this.sync = sync;
  }

  /** Says that more has been committed, or survives the loss of power; it never waits. */
  public void wake() {
    if (watching > 0) {
      LockSupport.unpark(reader);
    }
  }

  /**
   * Waits until something may have happened that a stream tells of, or the time is up.
   *
   * @param scanned bits of the time up to which the stream knows everything
   * @return what is known now, or null where the stream has to look for itself
   */
  @Nullable News await(StreamScope scope, long scanned, Operation operation, long nanos) {
    Watcher watcher = new Watcher(scope, scanned);
    if (!enter(watcher)) {
      // What has been read for others may not survive yet, and the stream could not read it.
      sync.accept(new BsonTimestamp(readTo()));
      return null;
    }
    try {
      if (Long.compareUnsigned(clock.lastCommitted().getValue(), scanned) > 0) {
        LockSupport.unpark(reader);
      }
      operation.interruption().awaitData(() -> watcher.news() != null || closed, nanos);
    } finally {
      leave(watcher);
    }
    return watcher.news();
  }

  /** Answers false where the oplog has been read further than the stream knows. */
  private boolean enter(Watcher watcher) {
    synchronized (lock) {
      if (watchers.size() == 0) {
        position = later(position, earlier(watcher.after(), clock.lastSynced().getValue()));
      }
      if (Long.compareUnsigned(watcher.after(), readTo()) < 0 || closed) {
        return false;
      }
      watchers.add(watcher);
      watching = watchers.size();
      if (reader == null) {
        reader = Thread.ofPlatform().daemon().name("meerkat-change-streams").start(this::run);
      }
      return true;
    }
  }

  /** The time up to which the oplog has been read, or is being read. */
  private long readTo() {
    synchronized (lock) {
      return later(position, reading);
    }
  }

  private void leave(Watcher watcher) {
    synchronized (lock) {
      watchers.remove(watcher);
      watching = watchers.size();
      if (watcher.news() == null) {
        watcher.tell(new News(position, position, List.of()));
      }
    }
  }

  private void run() {
    while (!closed) {
      try {
        step();
      } catch (StorageException.Closed _) {
        closed = true;
      } catch (RuntimeException e) {
        // Those who wait look for themselves, and meet the failure.
        System.getLogger(StreamWatch.class.getName())
            .log(Level.ERROR, "reading the oplog for change streams failed", e);
        synchronized (lock) {
          wake(watchers.all(), position, position, List.of());
        }
        LockSupport.parkNanos(this, FAILURE_NANOS);
      }
    }
  }

  /** Does what there is to do, or waits until somebody comes or something is committed. */
  private void step() {
    long from;
    boolean nobody;
    synchronized (lock) {
      from = position;
      nobody = watchers.size() == 0;
    }
    if (nobody || Long.compareUnsigned(clock.lastCommitted().getValue(), from) <= 0) {
      LockSupport.park(this);
    } else if (Long.compareUnsigned(clock.lastSynced().getValue(), from) > 0) {
      hand(from, read(from, clock.lastSynced().getValue()));
    } else {
      syncFor(from);
    }
  }

  /** Where somebody waits for what is committed, it is made to survive, so that he may know it. */
  private void syncFor(long from) {
    // Whoever has waited for its commit's sync says so a moment later.
    LockSupport.parkNanos(this, SYNC_NANOS);
    BsonTimestamp committed = clock.lastCommitted();
    if (Long.compareUnsigned(clock.lastSynced().getValue(), from) > 0) {
      return;
    }
    News seen = read(from, committed.getValue());
    if (seen.entries().isEmpty()) {
      hand(from, seen);
    } else {
      sync.accept(new BsonTimestamp(seen.to()));
    }
  }

  /**
   * Reads entries after a time up to another; those whom they concern are marked. Where some have
   * been removed before they were read, it comes no further than the first time.
   */
  private News read(long from, long limit) {
    synchronized (lock) {
      reading = limit;
    }
    List<DocumentView> entries = new ArrayList<>();
    long bytes = 0;
    try (OplogReader log = oplog.reader(from)) {
      if (OplogStart.isLost(oplog, from)) {
        return new News(from, from, List.of());
      }
      for (int count = 1; log.advance(); count++) {
        long time = log.timestampBits();
        if (Long.compareUnsigned(time, limit) > 0) {
          break;
        }
        DocumentView entry = log.current();
        if (concerns(entry, time)) {
          entries.add(entry.retain());
          bytes += entry.length();
        }
        if (count == MAX_ENTRIES || bytes > MAX_BYTES) {
          return new News(from, time, entries);
        }
      }
    }
    return new News(from, limit, entries);
  }

  /** Wakes those whom the news concern; all of them, to look for themselves, where it has none. */
  private void hand(long from, News news) {
    synchronized (lock) {
      List<Watcher> hit = watchers.all();
      if (news.to() != from) {
        hit.removeIf(watcher -> !watcher.isMarked());
      }
      position = later(position, news.to());
      wake(hit, from, news.to(), news.entries());
    }
  }

  /** Whether an entry may concern anybody who waits; those are marked. */
  private boolean concerns(DocumentView entry, long time) {
    synchronized (lock) {
      return watchers.mark(entry, time);
    }
  }

  private void wake(List<Watcher> hit, long from, long to, List<DocumentView> entries) {
    for (Watcher watcher : hit) {
      watchers.remove(watcher);
      watcher.tell(new News(later(watcher.after(), from), to, entries));
    }
    watching = watchers.size();
  }

  private static long later(long one, long other) {
    return Long.compareUnsigned(one, other) >= 0 ? one : other;
  }

  private static long earlier(long one, long other) {
    return Long.compareUnsigned(one, other) <= 0 ? one : other;
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(reader);
    synchronized (lock) {
      wake(watchers.all(), 0, 0, List.of());
    }
  }
}
