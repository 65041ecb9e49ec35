package dev.meerkat.backend.sqlite;

import dev.meerkat.spi.storage.Snapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A read transaction of a reader from the pool. Threads: confined to one thread. */
final class SqliteSnapshot implements Snapshot, SqliteReader {
  private final SqliteStorage storage;
  private final ReadPool pool;
  private final PooledReader reader;
  private final Catalog catalog;
  private final OpenCursors cursors = new OpenCursors();
  private boolean closed;

  /** Takes over a reader that holds a transaction with this catalog. */
  SqliteSnapshot(SqliteStorage storage, ReadPool pool, PooledReader reader, Catalog catalog) {
    this.storage = storage;
    this.pool = pool;
    this.reader = reader;
    this.catalog = catalog;
  }

  @Override
  public SqliteConnection connection() {
    storage.checkOpen();
    if (closed) {
      throw new IllegalStateException("the snapshot is closed");
    }
    return reader.connection();
  }

  @Override
  public @Nullable SqliteTable find(String ident) {
    SqliteConnection _ = connection();
    return catalog.find(ident);
  }

  @Override
  public Counter counter(SqliteTable table) {
    SqliteConnection connection = connection();
    SqliteStatement statement = connection.take(Sql.COUNTER_FIND);
    boolean isStored = statement.run((long) table.number());
    Counter stored =
        isStored ? new Counter(statement.integer(0), statement.integer(1)) : Counter.ZERO;
    long counted = isStored ? statement.integer(2) : 0;
    connection.give(statement);
    Counter behind = SqliteRecordStore.after(connection, table, counted);
    return stored.plus(behind.count(), behind.sizeBytes());
  }

  @Override
  public OpenCursors cursors() {
    return cursors;
  }

  @Override
  public List<String> idents() {
    SqliteConnection _ = connection();
    return catalog.idents();
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    cursors.closeAll(reader.connection());
    pool.give(reader);
  }
}
