package dev.meerkat.spi.storage;

/** What a table holds, so that a backend can lay it out well. */
public enum TableKind {
  /** Documents by record id: a {@link RecordStore}. */
  RECORDS,
  /** Short keys with short or no values, many of them: a {@link SortedTable}. */
  INDEX,
  /** Keys with documents as values: a {@link SortedTable}. */
  TABLE
}
