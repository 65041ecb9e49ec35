package dev.meerkat.spi.storage;

/** What a table holds, so that a backend can lay it out well. */
public enum TableKind {
  /** Documents by record id: a {@link RecordStore}. */
  RECORDS,
  /**
   * Documents by record id, added behind the last and removed from the front, with ids up to {@link
   * Long#MAX_VALUE} - 1: a {@link RecordStore}. There are few of them.
   */
  LOG,
  /** Short keys with short or no values, many of them: a {@link SortedTable}. */
  INDEX,
  /** Keys with documents as values: a {@link SortedTable}. */
  TABLE;

  /** Whether such a table is a {@link RecordStore}. */
  public boolean isRecords() {
    return this == RECORDS || this == LOG;
  }
}
