package dev.meerkat.backend.sqlite;

/**
 * Steps through the rows of a statement, which goes back to its reader at the end. Threads:
 * confined to one thread.
 */
abstract sealed class SqliteCursor permits SqliteRecordCursor, SqliteSortedCursor {
  private enum State {
    SOUGHT,
    ON_ROW,
    EXHAUSTED,
    CLOSED
  }

  final SqliteStatement statement;
  private final SqliteReader reader;
  private final SqliteConnection connection;
  private State state = State.SOUGHT;

  SqliteCursor(SqliteReader reader, String sql) {
    this.reader = reader;
    this.connection = reader.connection();
    this.statement = reader.cursors().open(connection, sql);
  }

  /** Runs the statement from the place sought; answers whether there is a row. */
  abstract boolean begin();

  /** Notes that another place is sought, of which {@link #begin} is to go on. */
  final void seek() {
    checkOpen();
    if (state != State.SOUGHT) {
      statement.reset();
    }
    state = State.SOUGHT;
  }

  public boolean advance() {
    checkOpen();
    boolean found =
        switch (state) {
          case SOUGHT -> begin();
          case ON_ROW -> statement.step();
          case EXHAUSTED, CLOSED -> false;
        };
    state = found ? State.ON_ROW : State.EXHAUSTED;
    return found;
  }

  final void checkOnRow() {
    checkOpen();
    if (state != State.ON_ROW) {
      throw new IllegalStateException("the cursor is on no row");
    }
  }

  private void checkOpen() {
    SqliteConnection _ = reader.connection();
    if (state == State.CLOSED) {
      throw new IllegalStateException("the cursor is closed");
    }
  }

  public final void close() {
    if (state != State.CLOSED) {
      state = State.CLOSED;
      reader.cursors().close(connection, statement);
    }
  }
}
