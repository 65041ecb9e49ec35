package dev.meerkat.backend.sqlite;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.RecordCursor;

/** Steps through a range of rids. Threads: confined to one thread. */
final class SqliteRecordCursor extends SqliteCursor implements RecordCursor {
  private final SqliteTable table;
  private final boolean forward;
  private long from;

  SqliteRecordCursor(SqliteReader reader, String ident, Direction direction, long from) {
    this(reader, reader.records(ident), direction == Direction.FORWARD, from);
  }

  private SqliteRecordCursor(SqliteReader reader, SqliteTable table, boolean forward, long from) {
    super(reader, forward ? table.records().forward : table.records().reverse);
    this.table = table;
    this.forward = forward;
    this.from = from;
  }

  @Override
  public void seek(long recordId) {
    seek();
    from = recordId;
  }

  @Override
  boolean begin() {
    long id = Math.clamp(from, 0, table.maxRecordId());
    if (forward) {
      return from <= table.maxRecordId() && statement.run(table.rid(id), table.ridEnd());
    }
    return from >= 0 && statement.run(table.rid(0), table.rid(id) + 1);
  }

  @Override
  public long recordId() {
    checkOnRow();
    return table.recordId(statement.integer(0));
  }

  @Override
  public DocumentView current() {
    checkOnRow();
    return SqliteRecordStore.document(statement.blob(1));
  }
}
