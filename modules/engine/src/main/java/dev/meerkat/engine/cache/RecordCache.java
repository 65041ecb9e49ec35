package dev.meerkat.engine.cache;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Blocks of records, each at the one place that its table and number give it.
 *
 * <p>Transactions are numbered. Before one changes something in the backend, its place gets the
 * transaction's number; when it has ended, the number becomes the cache's version. A snapshot takes
 * the version before it is opened, so it sees every commit up to that number, and perhaps later
 * ones. If the last change at a place has no higher number than a block and a snapshot, then
 * nothing has changed there since either began: the block is what the snapshot would read. That
 * holds as well for transactions that fail, and for places that two blocks share: both only make
 * blocks out of date. Threads: safe; one thread at a time has a transaction.
 */
final class RecordCache {
  /** Memory for each place: of small documents a block takes more. */
  private static final int BYTES_PER_PLACE = 8 << 10;

  private static final int LEAST_PLACES = 64;

  /** Of the blocks that might be made when the cache is full, one in so many replaces others. */
  private static final int ADMITTED = 64;

  /** The cache is full when less than one part in so many of it is free. */
  private static final int RESERVE = 16;

  /** Blocks looked at for one that nobody used lately. */
  private static final int LOOKS = 64;

  private static final long NO_SCAN = 0;

  /**
   * Records that were not in memory after which their block is read: as many as it has ids, so that
   * it costs no more for each of them than a scan takes for a record.
   */
  private static final int MISSES = 1 << RecordBlock.BITS;

  private final long budget;
  private final int mask;
  private final AtomicReferenceArray<@Nullable RecordBlock> blocks;

  /** The number of the last transaction that changed something at a place, ended or not. */
  private final AtomicLongArray changes;

  /** The version of the last scan that passed a place and left no block; it may be lost. */
  private final AtomicLongArray scans;

  /** Records of a place that were sought in vain since something was changed there, about. */
  private final AtomicIntegerArray misses;

  private final ConcurrentHashMap<String, TableLife> tables = new ConcurrentHashMap<>();
  private final AtomicLong usedBytes = new AtomicLong();
  private final AtomicInteger hand = new AtomicInteger();
  private volatile long version = 1;

  /** Blocks that might have been made when the cache was full; some may be lost. */
  private int offered;

  /**
   * @param budget bytes of memory for blocks, above 0
   */
  RecordCache(long budget) {
    this.budget = budget;
    int places =
        Integer.highestOneBit(
            Math.clamp(budget / BYTES_PER_PLACE, LEAST_PLACES, Integer.MAX_VALUE / 2));
    this.mask = places - 1;
    this.blocks = new AtomicReferenceArray<>(places);
    this.changes = new AtomicLongArray(places);
    this.scans = new AtomicLongArray(places);
    this.misses = new AtomicIntegerArray(places);
  }

  /** The number of the last transaction that has ended. */
  long version() {
    return version;
  }

  /** Memory that the blocks take. */
  long sizeBytes() {
    return usedBytes.get();
  }

  /** The table that has a name now, or will have it. */
  TableLife table(String ident) {
    return tables.computeIfAbsent(ident, TableLife::new);
  }

  void created(String ident, long commit) {
    table(ident).begins(commit);
  }

  void dropped(String ident) {
    TableLife table = tables.remove(ident);
    if (table != null) {
      table.ends();
    }
  }

  /** The place of a block. */
  int place(TableLife table, long number) {
    return (table.base() + (int) number) & mask;
  }

  /** Notes that a transaction is about to change something at a place. */
  void changed(int place, long number) {
    if (changes.get(place) == number) {
      // Most transactions change neighbours.
      return;
    }
    changes.set(place, number);
    misses.setPlain(place, 0);
    put(place, null);
  }

  /** Notes that a transaction has ended, whether it succeeded or not. */
  void ended(long number) {
    version = number;
  }

  /** A block as a snapshot of a version sees it, or null where it is not known. */
  @Nullable RecordBlock find(TableLife table, long number, long seen) {
    int place = place(table, number);
    RecordBlock block = blocks.get(place);
    if (block == null
        || block.number != number
        || block.table != table
        || !isCurrent(block, place, seen)) {
      return null;
    }
    if (!block.isUsed) {
      block.isUsed = true;
    }
    return block;
  }

  private boolean isCurrent(RecordBlock block, int place, long seen) {
    long common = Math.min(block.version, seen);
    return changes.get(place) <= common && block.table.isOf(common);
  }

  /**
   * Whether a block should be made of what a scan reads: where a scan has passed before, and
   * nothing was changed since. That it passes is noted.
   */
  boolean wants(TableLife table, long number, long seen) {
    int place = place(table, number);
    long passed = scans.getPlain(place);
    if (passed != NO_SCAN && passed >= changes.get(place)) {
      return admits();
    }
    scans.setPlain(place, seen);
    return false;
  }

  /** Notes that a record was not in memory; answers whether it is time to read its block. */
  boolean misses(TableLife table, long number) {
    int place = place(table, number);
    int count = misses.getPlain(place) + 1;
    misses.setPlain(place, count % MISSES);
    return count >= MISSES && admits();
  }

  /**
   * Whether one more block may be made: always while there is room, and seldom when there is none.
   * A scan of more than there is room for would else throw out all that it comes back to.
   */
  private boolean admits() {
    return usedBytes.get() < budget - budget / RESERVE || ++offered % ADMITTED == 0;
  }

  /** Keeps a block, if it is up to date and there is room. */
  void keep(RecordBlock block) {
    int place = place(block.table, block.number);
    if (isCurrent(block, place, block.version) && hasRoom(block)) {
      put(place, block);
    }
  }

  private boolean hasRoom(RecordBlock block) {
    int needed = block.sizeBytes();
    if (usedBytes.get() + needed <= budget) {
      return true;
    }
    for (int i = 0; i < LOOKS; i++) {
      int place = hand.getAndIncrement() & mask;
      RecordBlock old = blocks.get(place);
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

  private void put(int place, @Nullable RecordBlock block) {
    if (block == null && blocks.get(place) == null) {
      return;
    }
    RecordBlock old = blocks.getAndSet(place, block);
    usedBytes.addAndGet(sizeBytes(block) - sizeBytes(old));
  }

  private static long sizeBytes(@Nullable RecordBlock block) {
    return block == null ? 0 : block.sizeBytes();
  }

  /** Forgets all. */
  void clear() {
    for (int place = 0; place <= mask; place++) {
      put(place, null);
    }
  }
}
