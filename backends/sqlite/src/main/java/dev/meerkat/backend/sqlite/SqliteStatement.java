package dev.meerkat.backend.sqlite;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.core.Codes;
import org.sqlite.core.CoreStatement;
import org.sqlite.core.DB;

/**
 * A prepared statement, used through the driver's native layer: it costs half of what a JDBC result
 * set does. A failure breaks its connection. Threads: as its connection.
 */
final class SqliteStatement {
  private static final byte[] NO_BYTES = {};

  final String sql;
  private final SqliteConnection connection;
  private final DB database;
  private final CoreStatement statement;
  private final long pointer;

  // What is handed to the driver, which wants arrays of the right size; nothing is kept there.
  private final @Nullable Object[] one = new @Nullable Object[1];
  private final @Nullable Object[] two = new @Nullable Object[2];

  /** Whether it has not been reset since it was last run: the driver resets what is done. */
  private boolean isUnderWay;

  SqliteStatement(SqliteConnection connection, DB database, CoreStatement statement, String sql)
      throws SQLException {
    this.connection = connection;
    this.database = database;
    this.statement = statement;
    this.sql = sql;
    this.pointer = statement.pointer.safeRunLong((_, address) -> address);
  }

  /** Binds and makes the first step; answers whether there is a row. */
  boolean run(@Nullable Object... values) {
    synchronized (connection) {
      connection.checkOpen();
      try {
        isUnderWay = true;
        isUnderWay = database.execute(statement, values);
        return isUnderWay;
      } catch (SQLException e) {
        throw connection.broken(Failures.of(e));
      }
    }
  }

  /** As {@link #run(Object...)} for one value. */
  boolean run(Object value) {
    synchronized (connection) {
      one[0] = value;
      try {
        return run(one);
      } finally {
        one[0] = null;
      }
    }
  }

  /** As {@link #run(Object...)} for two values. */
  boolean run(Object first, Object second) {
    synchronized (connection) {
      two[0] = first;
      two[1] = second;
      try {
        return run(two);
      } finally {
        two[0] = null;
        two[1] = null;
      }
    }
  }

  /** As {@link #run} without values; cheaper. */
  boolean step() {
    synchronized (connection) {
      connection.checkOpen();
      try {
        isUnderWay = true;
        int code = database.step(pointer);
        return switch (code) {
          case Codes.SQLITE_ROW -> true;
          case Codes.SQLITE_DONE -> false;
          default -> throw connection.broken(Failures.of(code, null));
        };
      } catch (SQLException e) {
        throw connection.broken(Failures.of(e));
      }
    }
  }

  byte[] blob(int column) {
    synchronized (connection) {
      connection.checkOpen();
      try {
        byte[] blob = database.column_blob(pointer, column);
        return blob == null ? NO_BYTES : blob;
      } catch (SQLException e) {
        throw connection.broken(Failures.of(e));
      }
    }
  }

  long integer(int column) {
    synchronized (connection) {
      connection.checkOpen();
      try {
        return database.column_long(pointer, column);
      } catch (SQLException e) {
        throw connection.broken(Failures.of(e));
      }
    }
  }

  String text(int column) {
    synchronized (connection) {
      connection.checkOpen();
      try {
        String text = database.column_text(pointer, column);
        return text == null ? "" : text;
      } catch (SQLException e) {
        throw connection.broken(Failures.of(e));
      }
    }
  }

  /** Ends the statement's reading; nothing where the connection is gone. */
  void reset() {
    synchronized (connection) {
      if (!isUnderWay || !connection.isUsable()) {
        return;
      }
      try {
        isUnderWay = false;
        int _ = database.reset(pointer);
      } catch (SQLException e) {
        throw connection.broken(Failures.of(e));
      }
    }
  }

  /** Lets go of the memory of large values. */
  void clear() {
    synchronized (connection) {
      if (!connection.isUsable()) {
        return;
      }
      try {
        int _ = database.clear_bindings(pointer);
      } catch (SQLException e) {
        throw connection.broken(Failures.of(e));
      }
    }
  }
}
