package dev.meerkat.backend.sqlite;

import dev.meerkat.spi.storage.Snapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A read transaction on a connection from the pool. Threads: confined to one thread. */
final class SqliteSnapshot implements Snapshot, SqliteReader {
  private final SqliteStorage storage;
  private final ReadPool pool;
  private final SqliteConnection connection;
  private final SqliteStatement hold;
  private final Catalog catalog;
  private final OpenCursors cursors = new OpenCursors();
  private boolean closed;

  /** Takes over a connection on which {@code hold} stands. */
  SqliteSnapshot(
      SqliteStorage storage,
      ReadPool pool,
      SqliteConnection connection,
      SqliteStatement hold,
      Catalog catalog) {
    this.storage = storage;
    this.pool = pool;
    this.connection = connection;
    this.hold = hold;
    this.catalog = catalog;
  }

  @Override
  public SqliteConnection connection() {
    storage.checkOpen();
    if (closed) {
      throw new IllegalStateException("the snapshot is closed");
    }
    return connection;
  }

  @Override
  public @Nullable SqliteTable find(String ident) {
    SqliteConnection _ = connection();
    return catalog.find(ident);
  }

  @Override
  public Counter counter(SqliteTable table) {
    SqliteStatement statement = connection().take(Sql.COUNTER_FIND);
    Counter counter =
        statement.run((long) table.number())
            ? new Counter(statement.integer(0), statement.integer(1))
            : Counter.ZERO;
    connection.give(statement);
    return counter;
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
    cursors.closeAll(connection);
    connection.give(hold);
    pool.give(connection);
  }
}
