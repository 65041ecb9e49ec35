package dev.meerkat.spi.query;

import dev.meerkat.spi.Cursor;

/**
 * A find that is made once and opened as often as what it looks for changes. Threads: confined to
 * one operation.
 */
public interface PreparedFind {
  /**
   * Opens the documents that match.
   *
   * @param filter beside what the find was made with; it may read the running query's variables,
   *     which keep their values until the cursor is closed
   */
  Cursor open(Filter filter);
}
