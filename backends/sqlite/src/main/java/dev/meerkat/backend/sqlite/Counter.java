package dev.meerkat.backend.sqlite;

/**
 * What a record store holds. Threads: immutable.
 *
 * @param count documents
 * @param sizeBytes bytes of all of them
 */
record Counter(long count, long sizeBytes) {
  static final Counter ZERO = new Counter(0, 0);

  Counter plus(long documents, long bytes) {
    return new Counter(count + documents, sizeBytes + bytes);
  }
}
