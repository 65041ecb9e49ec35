package dev.meerkat.engine.oplog;

import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.storage.RecordCursor;
import dev.meerkat.spi.storage.Snapshot;

/**
 * Entries of the oplog in their order, on a snapshot of its own. It lives for one batch of one
 * command. Threads: confined to one thread.
 */
public final class OplogReader implements Cursor {
  private final Snapshot snapshot;
  private final RecordCursor cursor;

  OplogReader(Snapshot snapshot, RecordCursor cursor) {
    this.snapshot = snapshot;
    this.cursor = cursor;
  }

  @Override
  public boolean advance() {
    return cursor.advance();
  }

  /** The entry's bytes, valid until the reader moves. */
  @Override
  public DocumentView current() {
    return cursor.current();
  }

  /** The entry, valid until the reader moves. */
  public OplogEntry entry() {
    return new OplogEntry(cursor.current());
  }

  /** Bits of the entry's time: where the next reader begins. */
  public long timestampBits() {
    return cursor.recordId();
  }

  @Override
  public void close() {
    cursor.close();
    snapshot.close();
  }
}
