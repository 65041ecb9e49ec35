package dev.meerkat.backend.sqlite;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The statements of cursors that are open on one reader. Threads: confined to one thread. */
final class OpenCursors {
  /** Most readers have none, or one at a time. */
  private @Nullable SqliteStatement one;

  private List<SqliteStatement> others = List.of();

  SqliteStatement open(SqliteConnection connection, String sql) {
    SqliteStatement statement = connection.take(sql);
    if (one == null) {
      one = statement;
      return statement;
    }
    if (others.isEmpty()) {
      others = new ArrayList<>();
    }
    others.add(statement);
    return statement;
  }

  /** Nothing where the reader has ended and taken the statement back. */
  void close(SqliteConnection connection, SqliteStatement statement) {
    if (one == statement) {
      one = null;
      connection.give(statement);
      return;
    }
    for (int i = others.size() - 1; i >= 0; i--) {
      if (others.get(i) == statement) {
        others.remove(i);
        connection.give(statement);
        return;
      }
    }
  }

  void closeAll(SqliteConnection connection) {
    if (one != null) {
      connection.give(one);
      one = null;
    }
    for (int i = 0; i < others.size(); i++) {
      connection.give(others.get(i));
    }
    others = List.of();
  }
}
