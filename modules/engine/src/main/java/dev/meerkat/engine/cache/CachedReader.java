package dev.meerkat.engine.cache;

import org.jspecify.annotations.Nullable;

/**
 * Reads records of a snapshot from memory, with a reader of the backend at hand for those that are
 * not there. It ends with its snapshot. Threads: confined to one thread.
 *
 * @param <R> what reads the backend
 */
abstract sealed class CachedReader<R extends AutoCloseable> permits CachedCursor, CachedFinder {
  final CachedRecords records;
  final CachedSnapshot snapshot;

  /** Null until memory does not answer. */
  @Nullable R stored;

  private boolean closed;

  CachedReader(CachedRecords records, CachedSnapshot snapshot) {
    this.records = records;
    this.snapshot = snapshot;
  }

  final void checkOpen() {
    snapshot.checkOpen();
    if (closed) {
      throw new IllegalStateException("the reader is closed");
    }
  }

  /** Ends the backend's reader. */
  abstract void close(R reader);

  /** Ends the reader; a second time changes nothing. */
  public void close() {
    closed = true;
    R reader = stored;
    if (reader != null) {
      stored = null;
      close(reader);
    }
  }
}
