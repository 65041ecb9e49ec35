package dev.meerkat.backend.sqlite;

import java.util.ArrayList;
import java.util.List;

/** The statements of cursors that are open on one reader. Threads: confined to one thread. */
final class OpenCursors {
  /** Most readers have none, or one at a time. */
  private List<SqliteStatement> open = List.of();

  SqliteStatement open(SqliteConnection connection, String sql) {
    SqliteStatement statement = connection.take(sql);
    if (open.isEmpty()) {
      open = new ArrayList<>(1);
    }
    open.add(statement);
    return statement;
  }

  /** Nothing where the reader has ended and taken the statement back. */
  void close(SqliteConnection connection, SqliteStatement statement) {
    for (int i = open.size() - 1; i >= 0; i--) {
      if (open.get(i) == statement) {
        open.remove(i);
        connection.give(statement);
        return;
      }
    }
  }

  void closeAll(SqliteConnection connection) {
    for (int i = 0; i < open.size(); i++) {
      connection.give(open.get(i));
    }
    open = List.of();
  }
}
