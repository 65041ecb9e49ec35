package dev.meerkat.backend.sqlite;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.KeyRange;
import dev.meerkat.spi.storage.SortedCursor;
import dev.meerkat.spi.storage.SortedTable;
import dev.meerkat.spi.storage.StorageReader;
import dev.meerkat.spi.storage.WriteTransaction;
import org.jspecify.annotations.Nullable;

/** A handle of a sorted table. Threads: immutable. */
record SqliteSortedTable(String ident) implements SortedTable {
  @Override
  public byte @Nullable [] find(StorageReader storageReader, byte[] key) {
    SqliteReader reader = (SqliteReader) storageReader;
    SqliteTable table = reader.sorted(ident);
    SqliteConnection connection = reader.connection();
    SqliteStatement statement = connection.take(table.sql().find);
    byte[] value = statement.run(reader.boundKey(table, key)) ? statement.blob(0) : null;
    connection.give(statement);
    return value;
  }

  @Override
  public byte @Nullable [] ceiling(StorageReader storageReader, byte[] key) {
    SqliteReader reader = (SqliteReader) storageReader;
    SqliteTable table = reader.sorted(ident);
    SqliteConnection connection = reader.connection();
    SqliteStatement statement = connection.take(table.sql().ceiling);
    byte[] found =
        statement.run(reader.boundKey(table, key), table.keyEnd()) ? statement.blob(0) : null;
    connection.give(statement);
    return found;
  }

  @Override
  public void put(WriteTransaction transaction, byte[] key, byte[] value) {
    ((SqliteTransaction) transaction).put(ident, key, value);
  }

  @Override
  public void put(WriteTransaction transaction, byte[] key, DocumentView value) {
    ((SqliteTransaction) transaction).put(ident, key, value);
  }

  @Override
  public boolean delete(WriteTransaction transaction, byte[] key) {
    return ((SqliteTransaction) transaction).delete(ident, key);
  }

  @Override
  public SortedCursor open(StorageReader reader, KeyRange range, Direction direction) {
    return new SqliteSortedCursor((SqliteReader) reader, ident, range, direction);
  }

  @Override
  public long count(StorageReader storageReader, KeyRange range, long limit) {
    SqliteReader reader = (SqliteReader) storageReader;
    SqliteTable table = reader.sorted(ident);
    SqliteConnection connection = reader.connection();
    SqliteStatement statement = connection.take(table.sql().count);
    boolean _ = statement.run(start(table, range), end(table, range), limit);
    long count = statement.integer(0);
    connection.give(statement);
    return count;
  }

  /** The first key of a range, inclusive. */
  static byte[] start(SqliteTable table, KeyRange range) {
    byte[] lower = range.lower();
    if (lower == null) {
      return table.keyStart();
    }
    return range.lowerInclusive() ? table.key(lower) : table.keyAfter(lower);
  }

  /** The end of a range, exclusive. */
  static byte[] end(SqliteTable table, KeyRange range) {
    byte[] upper = range.upper();
    if (upper == null) {
      return table.keyEnd();
    }
    return range.upperInclusive() ? table.keyAfter(upper) : table.key(upper);
  }
}
