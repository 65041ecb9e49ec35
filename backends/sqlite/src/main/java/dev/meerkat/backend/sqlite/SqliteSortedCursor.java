package dev.meerkat.backend.sqlite;

import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.KeyRange;
import dev.meerkat.spi.storage.SortedCursor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Steps through a range of keys. Threads: confined to one thread. */
final class SqliteSortedCursor implements SortedCursor {
  private enum State {
    SOUGHT,
    ON_ENTRY,
    EXHAUSTED,
    CLOSED
  }

  private final SqliteReader reader;
  private final SqliteConnection connection;
  private final SqliteTable table;
  private final SqliteStatement statement;
  private final boolean forward;

  /** The whole range, inclusive at the start and exclusive at the end. */
  private final byte[] rangeStart;

  private final byte[] rangeEnd;

  /** What is left of the range from the place sought. */
  private byte[] start;

  private byte[] end;
  private State state = State.SOUGHT;
  private byte @Nullable [] key;

  SqliteSortedCursor(SqliteReader reader, String ident, KeyRange range, Direction direction) {
    this.reader = reader;
    this.connection = reader.connection();
    this.table = reader.sorted(ident);
    this.forward = direction == Direction.FORWARD;
    this.rangeStart = SqliteSortedTable.start(table, range);
    this.rangeEnd = SqliteSortedTable.end(table, range);
    this.start = rangeStart;
    this.end = rangeEnd;
    Sql.Sorted sql = table.sql();
    this.statement = reader.cursors().open(connection, forward ? sql.forward : sql.reverse);
  }

  @Override
  public void seek(byte[] sought, boolean inclusive) {
    checkOpen();
    if (state != State.SOUGHT) {
      statement.reset();
    }
    key = null;
    state = State.SOUGHT;
    byte[] place = inclusive == forward ? table.key(sought) : table.keyAfter(sought);
    if (forward) {
      start = Arrays.compareUnsigned(place, rangeStart) > 0 ? place : rangeStart;
    } else {
      end = Arrays.compareUnsigned(place, rangeEnd) < 0 ? place : rangeEnd;
    }
  }

  @Override
  public boolean advance() {
    checkOpen();
    key = null;
    boolean found =
        switch (state) {
          case SOUGHT -> statement.run(start, end);
          case ON_ENTRY -> statement.step();
          case EXHAUSTED, CLOSED -> false;
        };
    state = found ? State.ON_ENTRY : State.EXHAUSTED;
    return found;
  }

  @Override
  public byte[] key() {
    checkOnEntry();
    byte[] own = key;
    if (own == null) {
      own = SqliteTable.ownKey(statement.blob(0));
      key = own;
    }
    return own;
  }

  @Override
  public int keyLength() {
    return key().length;
  }

  @Override
  public byte[] value() {
    checkOnEntry();
    return statement.blob(1);
  }

  private void checkOnEntry() {
    checkOpen();
    if (state != State.ON_ENTRY) {
      throw new IllegalStateException("the cursor is on no entry");
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
