package dev.meerkat.engine.cache;

import dev.meerkat.spi.DocumentView;
import org.jspecify.annotations.Nullable;

/**
 * A part of a table as snapshots of a version see it. Threads: immutable, but for a mark that may
 * be lost.
 */
abstract sealed class CachedPart permits RecordBlock, SingleRecord {
  final TableLife table;

  /** What tells the table's parts of this kind apart. */
  final long number;

  /** It is what a snapshot of this version sees. */
  final long version;

  /** Whether it was read since somebody looked for room. */
  boolean isUsed;

  CachedPart(TableLife table, long number, long version) {
    this.table = table;
    this.number = number;
    this.version = version;
  }

  /** Whether it is that part of that table. */
  boolean is(TableLife ofTable, long ofNumber) {
    return number == ofNumber && table == ofTable;
  }

  /** The document of one of its ids, which may be kept, or null where there is no such record. */
  abstract @Nullable DocumentView find(long recordId);

  /** Memory that it takes. */
  abstract int sizeBytes();
}
