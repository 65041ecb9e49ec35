package dev.meerkat.backend.xodus;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.KeyRange;
import dev.meerkat.spi.storage.RecordCursor;

/** Walks a record store. Threads: confined to one thread. */
final class XodusRecordCursor implements RecordCursor {
  private final int table;
  private final KeyCursor keys;

  XodusRecordCursor(XodusReader reader, int table, Direction direction, long from) {
    this.table = table;
    this.keys = new KeyCursor(reader, table, KeyRange.ALL, direction);
    seek(from);
  }

  @Override
  public boolean advance() {
    return keys.advance();
  }

  @Override
  public DocumentView current() {
    return XodusRecordStore.document(keys.value());
  }

  @Override
  public long recordId() {
    return Keys.recordId(keys.key());
  }

  @Override
  public void seek(long recordId) {
    // Keys are compared without a sign.
    keys.seek(Keys.of(table, Math.max(recordId, 0)), true);
  }

  @Override
  public void close() {
    keys.close();
  }
}
