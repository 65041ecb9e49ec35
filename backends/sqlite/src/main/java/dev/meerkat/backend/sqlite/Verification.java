package dev.meerkat.backend.sqlite;

import dev.meerkat.spi.storage.StorageException;
import java.util.ArrayList;
import java.util.List;

/** Checks SQLite's structures, and that ours agree with each other. Threads: confined. */
final class Verification {
  private static final String SOUND = "ok";

  /** The records that a store's numbers are of; ids have 40 bits. */
  private static final String COUNTED =
      " WHERE rid >= i.number << 40"
          + " AND rid <= i.number << 40 | min(coalesce(c.counted, 0), (1 << 40) - 1))";

  private static final String COUNTERS =
      "SELECT i.ident FROM idents i LEFT JOIN counters c ON c.number = i.number"
          + " WHERE i.kind = 'RECORDS' AND i.alive = 1 AND ("
          + " coalesce(c.count, 0) <> (SELECT count(*) FROM records"
          + COUNTED
          + " OR coalesce(c.bytes, 0) <> (SELECT coalesce(sum(length(document)), 0) FROM records"
          + COUNTED
          + ")";

  private static final String LOGS = "SELECT number FROM idents WHERE kind = 'LOG' AND alive = 1";

  /** The records before the first table, between two, and after the last belong to none. */
  private static final String STRAY_RECORDS =
      "SELECT DISTINCT rid >> 40 FROM records WHERE (rid >> 40) NOT IN"
          + " (SELECT number FROM idents WHERE kind = 'RECORDS')";

  private final SqliteConnection connection;

  Verification(SqliteConnection connection) {
    this.connection = connection;
  }

  List<String> problems() {
    List<String> problems = new ArrayList<>();
    try {
      SqliteStatement hold = connection.take(Sql.HOLD);
      boolean _ = hold.step();
      collect("PRAGMA integrity_check", "", problems);
      problems.remove(SOUND);
      collect(COUNTERS, "counters differ from content in ", problems);
      checkLogs(problems);
      collect(STRAY_RECORDS, "records without a table: number ", problems);
      collect(strayKeys("entries", "INDEX"), "entries without a table: number ", problems);
      collect(strayKeys("documents", "TABLE"), "documents without a table: number ", problems);
      connection.give(hold);
    } catch (StorageException.Corrupt e) {
      problems.add(String.valueOf(e.getMessage()));
    }
    return problems;
  }

  private void checkLogs(List<String> problems) {
    List<Integer> numbers = new ArrayList<>();
    SqliteStatement statement = connection.take(LOGS);
    while (statement.step()) {
      numbers.add((int) statement.integer(0));
    }
    connection.give(statement);
    for (int number : numbers) {
      collect(logCounters(number), "counters differ from content in ", problems);
    }
  }

  private static String logCounters(int number) {
    String table = Sql.Records.log(number).table();
    return "SELECT i.ident FROM idents i LEFT JOIN counters c ON c.number = i.number"
        + " WHERE i.number = "
        + number
        + " AND (coalesce(c.count, 0) <> (SELECT count(*) FROM "
        + table
        + " WHERE rid <= coalesce(c.counted, 0))"
        + " OR coalesce(c.bytes, 0) <> (SELECT coalesce(sum(length(document)), 0) FROM "
        + table
        + " WHERE rid <= coalesce(c.counted, 0)))";
  }

  private static String strayKeys(String table, String kind) {
    return "SELECT DISTINCT hex(substr(key, 1, 3)) AS prefix FROM "
        + table
        + " WHERE prefix NOT IN (SELECT printf('%06X', number) FROM idents WHERE kind = '"
        + kind
        + "')";
  }

  private void collect(String sql, String text, List<String> problems) {
    SqliteStatement statement = connection.take(sql);
    while (statement.step()) {
      problems.add(text + statement.text(0));
    }
    connection.give(statement);
  }
}
