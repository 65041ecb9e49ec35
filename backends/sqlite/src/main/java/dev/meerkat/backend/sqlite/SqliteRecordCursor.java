package dev.meerkat.backend.sqlite;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.RecordCursor;

/** Steps through a range of rids. Threads: confined to one thread. */
final class SqliteRecordCursor implements RecordCursor {
  private enum State {
    SOUGHT,
    ON_RECORD,
    EXHAUSTED,
    CLOSED
  }

  private final SqliteReader reader;
  private final SqliteConnection connection;
  private final SqliteTable table;
  private final SqliteStatement statement;
  private final boolean forward;
  private State state = State.SOUGHT;
  private long from;

  SqliteRecordCursor(SqliteReader reader, String ident, Direction direction, long from) {
    this.reader = reader;
    this.connection = reader.connection();
    this.table = reader.records(ident);
    this.forward = direction == Direction.FORWARD;
    this.statement =
        reader
            .cursors()
            .open(connection, forward ? table.records().forward : table.records().reverse);
    this.from = from;
  }

  @Override
  public void seek(long recordId) {
    checkOpen();
    if (state != State.SOUGHT) {
      statement.reset();
    }
    from = recordId;
    state = State.SOUGHT;
  }

  @Override
  public boolean advance() {
    checkOpen();
    boolean found =
        switch (state) {
          case SOUGHT -> begin();
          case ON_RECORD -> statement.step();
          case EXHAUSTED, CLOSED -> false;
        };
    state = found ? State.ON_RECORD : State.EXHAUSTED;
    return found;
  }

  private boolean begin() {
    long id = Math.clamp(from, 0, table.maxRecordId());
    if (forward) {
      return from <= table.maxRecordId() && statement.run(table.rid(id), table.ridEnd());
    }
    return from >= 0 && statement.run(table.rid(0), table.rid(id) + 1);
  }

  @Override
  public long recordId() {
    checkOnRecord();
    return table.recordId(statement.integer(0));
  }

  @Override
  public DocumentView current() {
    checkOnRecord();
    return SqliteRecordStore.document(statement.blob(1));
  }

  private void checkOnRecord() {
    checkOpen();
    if (state != State.ON_RECORD) {
      throw new IllegalStateException("the cursor is on no record");
    }
  }

  private void checkOpen() {
    SqliteConnection _ = reader.connection();
    if (state == State.CLOSED) {
      throw new IllegalStateException("the cursor is closed");
    }
  }

  @Override
  public void close() {
    if (state != State.CLOSED) {
      state = State.CLOSED;
      reader.cursors().close(connection, statement);
    }
  }
}
