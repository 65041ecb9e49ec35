package dev.meerkat.spi.storage;

import dev.meerkat.spi.Cursor;

/**
 * A cursor over a record store. {@link #current()} is valid until the cursor moves. Threads:
 * confined to one thread.
 */
public interface RecordCursor extends Cursor {
  /** The id of the current record. */
  long recordId();

  /**
   * Moves so that the next {@link #advance()} answers the first record at {@code recordId} or after
   * it in the cursor's direction; backwards too.
   */
  void seek(long recordId);
}
