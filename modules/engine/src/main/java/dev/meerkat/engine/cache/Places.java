package dev.meerkat.engine.cache;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Parts of tables, each at the one place that its table and number give it.
 *
 * <p>Transactions are numbered. Before one changes something in the backend, its place gets the
 * transaction's number; when it has ended, the number becomes the cache's version. A snapshot takes
 * the version before it is opened, so it sees every commit up to that number, and perhaps later
 * ones. If the last change at a place has no higher number than a part and a snapshot, then nothing
 * has changed there since either began: the part is what the snapshot would read. That holds as
 * well for transactions that fail, and for places that two parts share: both only make parts out of
 * date. Threads: safe; one thread at a time has a transaction.
 *
 * @param <P> the kind of part
 */
final class Places<P extends CachedPart> {
  private static final int LEAST = 64;

  /** Of the parts that might be made when there is no room, one in so many replaces others. */
  private static final int ADMITTED = 64;

  /** There is no room when less than one part in so many of the memory is free. */
  private static final int RESERVE = 16;

  /** Parts looked at for one that nobody used lately. */
  private static final int LOOKS = 64;

  private final long budget;
  private final int mask;
  private final AtomicReferenceArray<@Nullable P> parts;

  /** The number of the last transaction that changed something at a place, ended or not. */
  private final AtomicLongArray changes;

  private final AtomicLong usedBytes = new AtomicLong();
  private final AtomicInteger hand = new AtomicInteger();

  /** Parts that might have been made when there was no room; some may be lost. */
  private int offered;

  /**
   * @param budget bytes of memory for parts, above 0
   * @param bytesEach memory for each place; a part may take more or less
   */
  Places(long budget, int bytesEach) {
    this.budget = budget;
    int places =
        Integer.highestOneBit(Math.clamp(budget / bytesEach, LEAST, Integer.MAX_VALUE / 2));
    this.mask = places - 1;
    this.parts = new AtomicReferenceArray<>(places);
    this.changes = new AtomicLongArray(places);
  }

  /** How many places there are. */
  int count() {
    return mask + 1;
  }

  /** Memory that the parts take. */
  long sizeBytes() {
    return usedBytes.get();
  }

  int place(TableLife table, long number) {
    return (table.base() + (int) number) & mask;
  }

  /** Notes that a transaction is about to change something at a place: its part is out of date. */
  void changed(int place, long transaction) {
    if (changes.get(place) != transaction) {
      // Most transactions change neighbours.
      changes.set(place, transaction);
    }
    forget(place);
  }

  /** Forgets the part of a place. */
  void forget(int place) {
    put(place, null);
  }

  /** The number of the last transaction that changed something at a place. */
  long lastChange(int place) {
    return changes.get(place);
  }

  /** A part as a snapshot of a version sees it, or null where it is not known. */
  @Nullable P find(TableLife table, long number, long seen) {
    int place = place(table, number);
    P part = parts.get(place);
    if (part == null || !part.is(table, number) || !isCurrent(part, place, seen)) {
      return null;
    }
    if (!part.isUsed) {
      part.isUsed = true;
    }
    return part;
  }

  /** Whether a part is here that was read since it came, or since somebody looked for room. */
  boolean isUsed(TableLife table, long number) {
    P part = parts.get(place(table, number));
    return part != null && part.isUsed && part.is(table, number);
  }

  private boolean isCurrent(P part, int place, long seen) {
    long common = Math.min(part.version, seen);
    return changes.get(place) <= common && part.table.isOf(common);
  }

  /**
   * Whether one more part may be made: always while there is room, and seldom when there is none. A
   * scan of more than there is room for would else throw out all that it comes back to.
   */
  boolean admits() {
    return usedBytes.get() < budget - budget / RESERVE || ++offered % ADMITTED == 0;
  }

  /** Keeps a part, if it is up to date and there is room. */
  void keep(P part) {
    int place = place(part.table, part.number);
    if (isCurrent(part, place, part.version) && findRoom(part)) {
      put(place, part);
    }
  }

  private boolean findRoom(P part) {
    int needed = part.sizeBytes();
    if (usedBytes.get() + needed <= budget) {
      return true;
    }
    for (int i = 0; i < LOOKS; i++) {
      int place = hand.getAndIncrement() & mask;
      P old = parts.get(place);
      if (old != null && old.isUsed) {
        old.isUsed = false;
      } else if (old != null) {
        put(place, null);
        if (usedBytes.get() + needed <= budget) {
          return true;
        }
      }
    }
    return false;
  }

  private void put(int place, @Nullable P part) {
    if (part == null && parts.get(place) == null) {
      return;
    }
    P old = parts.getAndSet(place, part);
    usedBytes.addAndGet(sizeBytes(part) - sizeBytes(old));
  }

  private static long sizeBytes(@Nullable CachedPart part) {
    return part == null ? 0 : part.sizeBytes();
  }

  /** Forgets all. */
  void clear() {
    for (int place = 0; place <= mask; place++) {
      put(place, null);
    }
  }
}
