package dev.meerkat.backend.sqlite;

import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.KeyRange;
import dev.meerkat.spi.storage.SortedCursor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Steps through a range of keys. Threads: confined to one thread. */
final class SqliteSortedCursor extends SqliteCursor implements SortedCursor {
  private final SqliteTable table;
  private final boolean forward;

  /** The whole range, inclusive at the start and exclusive at the end. */
  private final byte[] rangeStart;

  private final byte[] rangeEnd;

  /** What is left of the range from the place sought. */
  private byte[] start;

  private byte[] end;
  private byte @Nullable [] key;

  SqliteSortedCursor(SqliteReader reader, String ident, KeyRange range, Direction direction) {
    this(reader, reader.sorted(ident), range, direction == Direction.FORWARD);
  }

  private SqliteSortedCursor(
      SqliteReader reader, SqliteTable table, KeyRange range, boolean forward) {
    super(reader, forward ? table.sql().forward : table.sql().reverse);
    this.table = table;
    this.forward = forward;
    this.rangeStart = SqliteSortedTable.start(table, range);
    this.rangeEnd = SqliteSortedTable.end(table, range);
    this.start = rangeStart;
    this.end = rangeEnd;
  }

  @Override
  public void seek(byte[] sought, boolean inclusive) {
    seek();
    key = null;
    byte[] place = inclusive == forward ? table.key(sought) : table.keyAfter(sought);
    if (forward) {
      start = Arrays.compareUnsigned(place, rangeStart) > 0 ? place : rangeStart;
    } else {
      end = Arrays.compareUnsigned(place, rangeEnd) < 0 ? place : rangeEnd;
    }
  }

  @Override
  boolean begin() {
    return statement.run(start, end);
  }

  @Override
  public boolean advance() {
    key = null;
    return super.advance();
  }

  @Override
  public byte[] key() {
    checkOnRow();
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
    checkOnRow();
    return statement.blob(1);
  }
}
