package dev.meerkat.engine.cache;

import dev.meerkat.spi.DocumentView;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * Records in memory: blocks of those that are read and not written, and single ones out of blocks
 * that are written, too. Says what is worth being kept. Threads: safe; one thread at a time has a
 * transaction.
 *
 * @see Places
 */
final class RecordCache {
  /** Memory for each place of a block: of small documents a block takes more. */
  private static final int BLOCK_BYTES = 6 << 10;

  /** Memory for each place of a single record: small ones take less. */
  private static final int RECORD_BYTES = 1 << 10;

  /** Single records get one part in so many of the memory. */
  private static final int SINGLE_SHARE = 4;

  /** A larger document is not worth its place. */
  private static final int MOST_SINGLE_BYTES = 64 << 10;

  private static final long NO_SCAN = 0;

  /**
   * Records that were not in memory after which their block is read: as many as it has ids, so that
   * it costs no more for each of them than a scan takes for a record.
   */
  private static final int MISSES = 1 << RecordBlock.BITS;

  private final Places<RecordBlock> blocks;
  private final Places<SingleRecord> singles;

  /** The version of the last scan that passed a block's place and left none; it may be lost. */
  private final AtomicLongArray scans;

  /**
   * Records of a block's place that were sought in vain since something was changed there, about.
   */
  private final AtomicIntegerArray misses;

  /** Which record was the last that was sought in vain at a single one's place; it may be lost. */
  private final AtomicIntegerArray sought;

  private final ConcurrentHashMap<String, TableLife> tables = new ConcurrentHashMap<>();
  private volatile long version = 1;

  /**
   * @param budget bytes of memory for records, above 0
   */
  RecordCache(long budget) {
    long forSingles = Math.max(1, budget / SINGLE_SHARE);
    this.blocks = new Places<>(budget - forSingles, BLOCK_BYTES);
    this.singles = new Places<>(forSingles, RECORD_BYTES);
    this.scans = new AtomicLongArray(blocks.count());
    this.misses = new AtomicIntegerArray(blocks.count());
    this.sought = new AtomicIntegerArray(singles.count());
  }

  /** The number of the last transaction that has ended. */
  long version() {
    return version;
  }

  /** Memory that the records take. */
  long sizeBytes() {
    return blocks.sizeBytes() + singles.sizeBytes();
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

  /**
   * Notes that a transaction is about to change a record.
   *
   * @return whether the record as it was had been kept for itself, and was read
   */
  boolean changed(TableLife table, long recordId, long transaction) {
    int block = blocks.place(table, RecordBlock.numberOf(recordId));
    blocks.changed(block, transaction);
    misses.setPlain(block, 0);
    boolean wasRead = singles.isUsed(table, recordId);
    singles.changed(singles.place(table, recordId), transaction);
    return wasRead;
  }

  /**
   * Keeps a record as a transaction has changed it: for the snapshots of those who come when it has
   * ended. Where it fails, it has to be {@linkplain #forget forgotten} before.
   */
  void keepChanged(TableLife table, long recordId, long transaction, DocumentView document) {
    if (document.length() <= MOST_SINGLE_BYTES) {
      singles.keep(new SingleRecord(table, recordId, transaction, document.retain()));
    }
  }

  /** Forgets a record that is kept for itself. */
  void forget(TableLife table, long recordId) {
    singles.forget(singles.place(table, recordId));
  }

  /** Notes that a transaction has ended, whether it succeeded or not. */
  void ended(long transaction) {
    version = transaction;
  }

  /** The block of a number as a snapshot of a version sees it, or null where it is not known. */
  @Nullable RecordBlock find(TableLife table, long number, long seen) {
    return blocks.find(table, number, seen);
  }

  /** A single record as a snapshot of a version sees it, or null where it is not known. */
  @Nullable SingleRecord findSingle(TableLife table, long recordId, long seen) {
    return singles.find(table, recordId, seen);
  }

  /**
   * Whether a block should be made of what a scan reads: where a scan has passed before, and
   * nothing was changed since. That it passes is noted.
   */
  boolean wants(TableLife table, long number, long seen) {
    int place = blocks.place(table, number);
    long passed = scans.getPlain(place);
    if (passed != NO_SCAN && passed >= blocks.lastChange(place)) {
      return blocks.admits();
    }
    scans.setPlain(place, seen);
    return false;
  }

  /** Notes that a record was not in memory; answers whether it is time to read its block. */
  boolean misses(TableLife table, long number) {
    int place = blocks.place(table, number);
    int count = misses.getPlain(place) + 1;
    misses.setPlain(place, count % MISSES);
    return count >= MISSES && blocks.admits();
  }

  /** Keeps a block, if it is up to date and there is room. */
  void keep(RecordBlock block) {
    blocks.keep(block);
  }

  /**
   * Hears of a record that was not in memory. It is kept for itself when it is sought for the
   * second time: what is sought once in a while among many others takes no memory.
   *
   * @param seen the version of the snapshot that has read it
   */
  void read(TableLife table, long recordId, long seen, DocumentView document) {
    int place = singles.place(table, recordId);
    int mark = table.base() ^ (int) recordId;
    if (sought.getPlain(place) != mark) {
      sought.setPlain(place, mark);
    } else if (document.length() <= MOST_SINGLE_BYTES && singles.admits()) {
      singles.keep(new SingleRecord(table, recordId, seen, document.retain()));
    }
  }

  /** Forgets all. */
  void clear() {
    blocks.clear();
    singles.clear();
  }
}
