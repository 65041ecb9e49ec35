package dev.meerkat.backend.sqlite;

import dev.meerkat.spi.storage.TableKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Removes the rows of dropped tables, a bounded number within each commit. Threads: confined to the
 * writer's turn, but for {@link #hasWork()}.
 */
final class Reaper {
  /** Rows that a commit removes on top of its own changes: about half a millisecond. */
  static final int ROWS_PER_COMMIT = 500;

  /** Rows that a commit in the background removes: the writer waits for it, a few milliseconds. */
  static final int ROWS_IN_BACKGROUND = 5_000;

  /** What one dropped table costs though it may be empty. */
  private static final int ROWS_PER_TABLE = 20;

  /** Large documents count as many rows, for their overflow pages are visited one by one. */
  private static final int BYTES_PER_ROW = 1 << 10;

  /**
   * A dropped table.
   *
   * @param table what is left of it
   * @param rowBytes bytes of a row on average, as far as known
   */
  record Dead(SqliteTable table, long rowBytes) {
    static Dead of(SqliteTable table, Counter counter) {
      long average = counter.count() <= 0 ? 0 : counter.sizeBytes() / counter.count();
      return new Dead(table, table.kind() == TableKind.TABLE ? 1 << 16 : average);
    }
  }

  private final ArrayDeque<Dead> queue = new ArrayDeque<>();
  private volatile boolean working;

  boolean hasWork() {
    return working;
  }

  void add(Dead dead) {
    queue.addLast(dead);
    working = true;
  }

  /**
   * Removes rows within the transaction that is open on {@code connection}. The tables answered are
   * gone when it commits; the caller then calls {@link #finished}.
   */
  List<SqliteTable> reap(SqliteConnection connection, int rows) {
    List<SqliteTable> gone = new ArrayList<>();
    int left = rows;
    for (Dead dead : queue) {
      if (left <= 0) {
        break;
      }
      left -= ROWS_PER_TABLE;
      long weight = 1 + dead.rowBytes() / BYTES_PER_ROW;
      long chunk = Math.max(1, left / weight);
      if (!reap(connection, dead.table(), chunk)) {
        break;
      }
      if (dead.table().kind() == TableKind.LOG) {
        connection.execute(dead.table().records().drop());
      }
      connection.change(Sql.COUNTER_DELETE, (long) dead.table().number());
      connection.change(Sql.IDENT_DELETE, (long) dead.table().number());
      gone.add(dead.table());
      // How many rows there were is not known: half of what was allowed is a fair guess.
      left -= (int) (chunk * weight / 2);
    }
    return gone;
  }

  /** Forgets the first {@code count} tables: the commit that removed them has returned. */
  void finished(int count) {
    for (int i = 0; i < count; i++) {
      Dead _ = queue.removeFirst();
    }
    working = !queue.isEmpty();
  }

  /** Removes at most {@code rows} rows; answers whether nothing is left. */
  private static boolean reap(SqliteConnection connection, SqliteTable table, long rows) {
    if (table.kind().isRecords()) {
      SqliteStatement nth = connection.take(table.records().nth);
      boolean more = nth.run(table.rid(0), table.ridEnd(), rows);
      long end = more ? nth.integer(0) : table.ridEnd();
      connection.give(nth);
      connection.change(table.records().deleteRange, table.rid(0), end);
      return !more;
    }
    SqliteStatement nth = connection.take(table.sql().nth);
    boolean more = nth.run(table.keyStart(), table.keyEnd(), rows);
    byte[] end = more ? nth.blob(0) : table.keyEnd();
    connection.give(nth);
    connection.change(table.sql().deleteRange, table.keyStart(), end);
    return !more;
  }
}
