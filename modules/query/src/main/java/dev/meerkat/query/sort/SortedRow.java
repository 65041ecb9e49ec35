package dev.meerkat.query.sort;

import dev.meerkat.spi.DocumentView;

/**
 * A document that is being sorted. Threads: immutable.
 *
 * @param arrival rows that sort alike stay in its order
 * @param indexKey the key of the index that it was found by, where that is wanted, else empty
 * @param recordId the record that it was read from, or 0
 */
public record SortedRow(
    SortKey key, long arrival, DocumentView document, DocumentView indexKey, long recordId) {
  /** Bytes of memory held, roughly. */
  public long memoryBytes() {
    return key.memoryBytes() + document.length() + indexKey.length() + 64;
  }
}
