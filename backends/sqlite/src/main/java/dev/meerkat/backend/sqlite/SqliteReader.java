package dev.meerkat.backend.sqlite;

import org.jspecify.annotations.Nullable;

/** What the handles of tables read through. Threads: confined to one thread. */
sealed interface SqliteReader permits SqliteSnapshot, SqliteTransaction {
  /** The connection to read with; fails where reading is over. */
  SqliteConnection connection();

  /** A table as this reader sees it, or null. */
  @Nullable SqliteTable find(String ident);

  Counter counter(SqliteTable table);

  /** The cursors that end with this reader. */
  OpenCursors cursors();

  /** A key behind its table's number, to be bound at once. */
  default byte[] boundKey(SqliteTable table, byte[] key) {
    return table.key(key);
  }

  default SqliteTable records(String ident) {
    SqliteTable table = find(ident);
    if (table == null || !table.kind().isRecords()) {
      throw new IllegalStateException("no such record store: " + ident);
    }
    return table;
  }

  default SqliteTable sorted(String ident) {
    SqliteTable table = find(ident);
    if (table == null || table.kind().isRecords()) {
      throw new IllegalStateException("no such sorted table: " + ident);
    }
    return table;
  }
}
