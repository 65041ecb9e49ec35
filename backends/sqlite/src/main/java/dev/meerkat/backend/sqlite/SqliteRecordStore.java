package dev.meerkat.backend.sqlite;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.RecordCursor;
import dev.meerkat.spi.storage.RecordFinder;
import dev.meerkat.spi.storage.RecordLengths;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.StorageException;
import dev.meerkat.spi.storage.StorageReader;
import dev.meerkat.spi.storage.WriteTransaction;
import org.jspecify.annotations.Nullable;

/** A handle of a record store. Threads: immutable. */
record SqliteRecordStore(String ident) implements RecordStore {
  private static final int SMALLEST_DOCUMENT = 5;

  @Override
  public @Nullable DocumentView find(StorageReader storageReader, long recordId) {
    SqliteReader reader = (SqliteReader) storageReader;
    SqliteTable table = reader.records(ident);
    if (recordId < 0 || recordId > table.maxRecordId()) {
      return null;
    }
    SqliteConnection connection = reader.connection();
    SqliteStatement statement = connection.take(table.records().find);
    byte[] bytes = statement.run(table.rid(recordId)) ? statement.blob(0) : null;
    connection.give(statement);
    return bytes == null ? null : document(bytes);
  }

  @Override
  public RecordFinder finder(StorageReader reader) {
    return new SqliteRecordFinder((SqliteReader) reader, ident);
  }

  /** Checks that what was read can be a document: SQLite itself has no checksums. */
  static DocumentView document(byte[] bytes) {
    if (bytes.length < SMALLEST_DOCUMENT || BsonBytes.int32(bytes, 0) != bytes.length) {
      throw new StorageException.Corrupt("a record is no document", null);
    }
    return DocumentView.of(bytes);
  }

  @Override
  public RecordCursor open(StorageReader reader, Direction direction, long from) {
    return new SqliteRecordCursor((SqliteReader) reader, ident, direction, from);
  }

  @Override
  public RecordLengths lengths(StorageReader storageReader, long from, int limit) {
    SqliteReader reader = (SqliteReader) storageReader;
    SqliteTable table = reader.records(ident);
    RecordLengths lengths = new RecordLengths();
    if (from > table.maxRecordId()) {
      return lengths;
    }
    SqliteConnection connection = reader.connection();
    SqliteStatement statement = connection.take(table.records().lengths);
    boolean found = statement.run(table.rid(Math.max(0, from)), table.ridEnd(), (long) limit);
    for (; found; found = statement.step()) {
      lengths.add(table.recordId(statement.integer(0)), (int) statement.integer(1));
    }
    connection.give(statement);
    return lengths;
  }

  @Override
  public void insert(WriteTransaction transaction, long recordId, DocumentView document) {
    ((SqliteTransaction) transaction).insert(ident, recordId, document);
  }

  @Override
  public void update(
      WriteTransaction transaction, long recordId, int oldLength, DocumentView document) {
    ((SqliteTransaction) transaction).update(ident, recordId, oldLength, document);
  }

  @Override
  public void delete(WriteTransaction transaction, long recordId, int oldLength) {
    ((SqliteTransaction) transaction).delete(ident, recordId, oldLength);
  }

  @Override
  public long count(StorageReader reader) {
    return counter((SqliteReader) reader).count();
  }

  @Override
  public long dataSizeBytes(StorageReader reader) {
    return counter((SqliteReader) reader).sizeBytes();
  }

  @Override
  public void recount(WriteTransaction transaction) {
    SqliteTransaction own = (SqliteTransaction) transaction;
    Counter found = Counter.ZERO;
    try (RecordCursor cursor = open(own, Direction.FORWARD, 1)) {
      while (cursor.advance()) {
        found = found.plus(1, cursor.current().length());
      }
    }
    own.recount(ident, found);
  }

  private Counter counter(SqliteReader reader) {
    return reader.counter(reader.records(ident));
  }

  /** What there is behind a record. */
  static Counter after(SqliteConnection connection, SqliteTable table, long recordId) {
    if (recordId >= table.maxRecordId()) {
      return Counter.ZERO;
    }
    SqliteStatement statement = connection.take(table.records().numbersAfter);
    boolean _ = statement.run(table.rid(recordId + 1), table.ridEnd());
    Counter found = new Counter(statement.integer(0), statement.integer(1));
    connection.give(statement);
    return found;
  }

  @Override
  public long maxRecordId(StorageReader storageReader) {
    SqliteReader reader = (SqliteReader) storageReader;
    return maxRecordId(reader.connection(), reader.records(ident));
  }

  static long maxRecordId(SqliteConnection connection, SqliteTable table) {
    SqliteStatement statement = connection.take(table.records().max);
    long max =
        statement.run(table.rid(0), table.ridEnd()) ? table.recordId(statement.integer(0)) : 0;
    connection.give(statement);
    return max;
  }
}
