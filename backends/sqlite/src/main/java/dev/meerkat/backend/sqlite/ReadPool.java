package dev.meerkat.backend.sqlite;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Connections for readers. There is always one to be had: a reader may need a second snapshot, so
 * waiting for one could last for ever; only as many are kept as are useful. Threads: safe; guarded
 * by itself.
 */
final class ReadPool {
  private final int kept;
  private final Supplier<SqliteConnection> opener;
  private final ArrayDeque<SqliteConnection> idle = new ArrayDeque<>();
  private final Set<SqliteConnection> used = new HashSet<>();
  private boolean closed;

  ReadPool(int kept, Supplier<SqliteConnection> opener) {
    this.kept = kept;
    this.opener = opener;
  }

  SqliteConnection take() {
    synchronized (this) {
      SqliteConnection connection = idle.pollLast();
      if (connection != null) {
        used.add(connection);
        return connection;
      }
    }
    SqliteConnection opened = opener.get();
    synchronized (this) {
      if (!closed) {
        used.add(opened);
        return opened;
      }
    }
    opened.close();
    throw new dev.meerkat.spi.storage.StorageException.Closed();
  }

  void give(SqliteConnection connection) {
    synchronized (this) {
      used.remove(connection);
      if (!closed && idle.size() < kept && connection.isUsable()) {
        idle.addLast(connection);
        return;
      }
    }
    connection.close();
  }

  /** Closes all, waiting for calls that are under way. */
  void close() {
    Set<SqliteConnection> all;
    synchronized (this) {
      closed = true;
      all = new HashSet<>(used);
      all.addAll(idle);
      idle.clear();
      used.clear();
    }
    all.forEach(SqliteConnection::close);
  }
}
