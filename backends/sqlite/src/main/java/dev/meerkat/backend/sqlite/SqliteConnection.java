package dev.meerkat.backend.sqlite;

import dev.meerkat.spi.storage.StorageException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;
import org.sqlite.core.CoreStatement;
import org.sqlite.core.DB;
import org.sqlite.core.NativeDB;
import org.sqlite.jdbc4.JDBC4Connection;

/**
 * A connection with its prepared statements. Threads: used by one thread at a time; guarded by
 * itself, so that closing waits for the call that is under way.
 */
final class SqliteConnection {
  private final JDBC4Connection connection;
  private final DB database;
  private final Map<String, ArrayDeque<SqliteStatement>> idle = new HashMap<>();
  private boolean broken;
  private boolean closed;

  private SqliteConnection(JDBC4Connection connection) {
    this.connection = connection;
    this.database = connection.getDatabase();
    // Transactions are begun and ended by statements of ours; the driver is to keep out of it.
    connection.getConnectionConfig().setAutoCommit(false);
  }

  /** Loads SQLite itself; once is enough, and opening a file does so, too. */
  static void loadLibrary() {
    try {
      boolean _ = NativeDB.load();
    } catch (Exception e) {
      throw new StorageException.Failed("SQLite's native library cannot be loaded", e);
    }
  }

  /** Opens a file, which is made only where {@code creating}. */
  static SqliteConnection open(Path file, boolean creating) {
    String name = FileName.of(file);
    SQLiteConfig config = new SQLiteConfig();
    config.setOpenMode(SQLiteOpenMode.NOMUTEX);
    config.setOpenMode(SQLiteOpenMode.OPEN_URI);
    if (!creating) {
      config.resetOpenMode(SQLiteOpenMode.CREATE);
    }
    try {
      return new SqliteConnection(
          new JDBC4Connection("jdbc:sqlite:" + name, name, config.toProperties()));
    } catch (SQLException e) {
      throw Failures.of(e);
    }
  }

  /** Runs a statement once, unprepared. */
  synchronized void execute(String sql) {
    checkOpen();
    try {
      int _ = database._exec(sql);
    } catch (SQLException e) {
      throw broken(Failures.of(e));
    }
  }

  /** The one number that a pragma answers. */
  synchronized long number(String sql) {
    SqliteStatement statement = take(sql);
    try {
      return statement.step() ? statement.integer(0) : 0;
    } finally {
      give(statement);
    }
  }

  /** A statement that nobody uses; {@link #give} it back. */
  synchronized SqliteStatement take(String sql) {
    checkOpen();
    ArrayDeque<SqliteStatement> free = idle.get(sql);
    if (free != null) {
      SqliteStatement statement = free.pollLast();
      if (statement != null) {
        return statement;
      }
    }
    try {
      CoreStatement prepared = (CoreStatement) connection.prepareStatement(sql);
      return new SqliteStatement(this, database, prepared, sql);
    } catch (SQLException e) {
      throw broken(Failures.of(e));
    }
  }

  /** Resets a statement and keeps it for the next. */
  synchronized void give(SqliteStatement statement) {
    statement.reset();
    idle.computeIfAbsent(statement.sql, _ -> new ArrayDeque<>(2)).addLast(statement);
  }

  /** Runs a statement that answers nothing. */
  synchronized void change(String sql, Object... values) {
    SqliteStatement statement = take(sql);
    boolean _ = statement.run(values);
    give(statement);
  }

  /** Rows changed by the last statement. */
  synchronized long changes() {
    checkOpen();
    try {
      return database.changes();
    } catch (SQLException e) {
      throw broken(Failures.of(e));
    }
  }

  /** Notes that nothing more may be asked of this connection; answers {@code failure}. */
  RuntimeException broken(RuntimeException failure) {
    broken = true;
    return failure;
  }

  synchronized boolean isUsable() {
    return !broken && !closed;
  }

  void checkOpen() {
    if (closed) {
      throw new StorageException.Closed();
    }
    if (broken) {
      throw new IllegalStateException("the connection has failed before");
    }
  }

  /** Closes; what was not committed is undone. Waits for the call that is under way. */
  synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    idle.clear();
    try {
      connection.close();
    } catch (SQLException e) {
      throw Failures.of(e);
    }
  }

  /** Closes a connection that has failed; its failure was told already. */
  void discard() {
    try {
      close();
    } catch (StorageException e) {
      // There is nothing left to undo: SQLite rolls back what has no commit in the log.
    }
  }
}
