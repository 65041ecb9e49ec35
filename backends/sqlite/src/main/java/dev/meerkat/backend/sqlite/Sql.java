package dev.meerkat.backend.sqlite;

import java.util.List;

/** Every statement, so that a test can check how each is carried out. Threads: immutable. */
final class Sql {
  /**
   * The schema.
   *
   * <ul>
   *   <li>{@code records}: documents; the rid is the table's number << 40 | the record id.
   *   <li>{@code log_}number, one for each log: documents; the rid is the record id. Rows are added
   *       at the end of a b-tree only where it is theirs alone, and their pages are full then.
   *   <li>{@code entries}: keys of indexes with short values, in the key's own b-tree.
   *   <li>{@code documents}: keys with large values; those would overflow a key's b-tree and cost
   *       four times their size, so they lie in a rowid table with the keys beside it.
   *   <li>{@code idents}: the tables by number; a dropped one is not alive until it is reaped.
   *   <li>{@code counters}: documents and bytes of the records of each store up to {@code counted};
   *       what was added behind is counted when it is asked for. Number 0 counts openings.
   * </ul>
   */
  static final List<String> SCHEMA =
      List.of(
          "CREATE TABLE records(rid INTEGER PRIMARY KEY, document BLOB NOT NULL)",
          "CREATE TABLE entries(key BLOB PRIMARY KEY, value BLOB) WITHOUT ROWID",
          "CREATE TABLE documents(key BLOB NOT NULL UNIQUE, value BLOB)",
          "CREATE TABLE idents(number INTEGER PRIMARY KEY, ident TEXT NOT NULL,"
              + " kind TEXT NOT NULL, alive INTEGER NOT NULL)",
          "CREATE TABLE counters(number INTEGER PRIMARY KEY, count INTEGER NOT NULL,"
              + " bytes INTEGER NOT NULL, "
              + counted()
              + ")");

  /** Brings a file of the format before to the present one: its numbers are of all records. */
  static final String ADD_COUNTED = "ALTER TABLE counters ADD COLUMN " + counted();

  private static String counted() {
    return "counted INTEGER NOT NULL DEFAULT " + StoreNumbers.ALL;
  }

  static final String BEGIN = "BEGIN IMMEDIATE";
  static final String COMMIT = "COMMIT";

  /** Begins the log anew: waits for readers, and answers 0 where none was in the way. */
  static final String RESTART_LOG = "PRAGMA wal_checkpoint(RESTART)";

  /** As the other, and makes its file empty. */
  static final String CUT_LOG = "PRAGMA wal_checkpoint(TRUNCATE)";

  /** For the writer: both of the above do not wait. */
  static final String WAIT_FOR_NOBODY = "PRAGMA busy_timeout = 0";

  /** As a writer is opened. */
  static final String WAIT_FOR_READERS =
      "PRAGMA busy_timeout = " + EnvironmentFile.WRITER_WAIT_MILLIS;

  /** Does nothing; answers, behind a number, the log's pages and how many are in the file, too. */
  static final String LOOK_AT_LOG = "PRAGMA wal_checkpoint(NOOP)";

  /** Stepped once and left standing, it holds the read transaction open: a snapshot. */
  static final String HOLD = "SELECT 1 FROM counters WHERE number = 0";

  static final Records RECORDS = new Records("records");

  static final Sorted ENTRIES = new Sorted("entries");
  static final Sorted DOCUMENTS = new Sorted("documents");

  static final String COUNTER_FIND = "SELECT count, bytes, counted FROM counters WHERE number = ?";
  static final String COUNTER_PUT =
      "INSERT INTO counters(number, count, bytes, counted) VALUES(?, ?, ?, ?) ON CONFLICT(number)"
          + " DO UPDATE SET count = excluded.count, bytes = excluded.bytes,"
          + " counted = excluded.counted";
  static final String COUNTER_DELETE = "DELETE FROM counters WHERE number = ?";
  static final String COUNT_OPENING = "UPDATE counters SET count = count + 1 WHERE number = 0";
  static final String IDENT_INSERT =
      "INSERT INTO idents(number, ident, kind, alive) VALUES(?, ?, ?, 1)";
  static final String IDENT_KILL = "UPDATE idents SET alive = 0 WHERE number = ?";
  static final String IDENT_DELETE = "DELETE FROM idents WHERE number = ?";

  /** Run once when the environment is opened. */
  static final String ALL_IDENTS =
      "SELECT i.number, i.ident, i.kind, i.alive, c.count, c.bytes, c.counted"
          + " FROM idents i LEFT JOIN counters c ON c.number = i.number";

  private Sql() {}

  /** The statements of a table with documents by number. */
  static final class Records {
    final String find;
    final String findAll;
    final String forward;
    final String reverse;
    final String lengths;
    final String max;
    final String numbersAfter;
    final String insert;
    final String update;
    final String delete;
    final String nth;
    final String deleteRange;

    private final String table;

    private Records(String table) {
      this.table = table;
      String range = " FROM " + table + " WHERE rid >= ? AND rid < ?";
      find = "SELECT document FROM " + table + " WHERE rid = ?";
      // One row for each rid of a JSON array, in its order: what a left join's left side is.
      findAll =
          "SELECT document FROM json_each(?) AS asked LEFT JOIN " + table + " ON rid = asked.value";
      forward = "SELECT rid, document" + range + " ORDER BY rid";
      reverse = "SELECT rid, document" + range + " ORDER BY rid DESC";
      lengths = "SELECT rid, length(document)" + range + " ORDER BY rid LIMIT ?";
      max = "SELECT rid" + range + " ORDER BY rid DESC LIMIT 1";
      numbersAfter = "SELECT count(*), coalesce(sum(length(document)), 0)" + range;
      insert = "INSERT INTO " + table + "(rid, document) VALUES(?, ?)";
      update = "UPDATE " + table + " SET document = ? WHERE rid = ?";
      delete = "DELETE FROM " + table + " WHERE rid = ?";
      nth = "SELECT rid" + range + " ORDER BY rid LIMIT 1 OFFSET ?";
      deleteRange = "DELETE" + range;
    }

    /** Those of a log, which has an SQL table of its own. */
    static Records log(int number) {
      return new Records("log_" + number);
    }

    String create() {
      return "CREATE TABLE " + table + "(rid INTEGER PRIMARY KEY, document BLOB NOT NULL)";
    }

    String drop() {
      return "DROP TABLE " + table;
    }

    String table() {
      return table;
    }

    List<String> all() {
      return List.of(
          find,
          findAll,
          forward,
          reverse,
          lengths,
          max,
          numbersAfter,
          update,
          delete,
          nth,
          deleteRange);
    }
  }

  /** The statements of a table with keys. */
  static final class Sorted {
    final String find;
    final String ceiling;
    final String forward;
    final String reverse;
    final String count;
    final String put;
    final String delete;
    final String nth;
    final String deleteRange;

    private Sorted(String table) {
      String range = " FROM " + table + " WHERE key >= ? AND key < ?";
      find = "SELECT value FROM " + table + " WHERE key = ?";
      // Without the number of the table, which is SqliteTable.PREFIX_BYTES long.
      ceiling = "SELECT substr(key, 4)" + range + " ORDER BY key LIMIT 1";
      forward = "SELECT key, value" + range + " ORDER BY key";
      reverse = "SELECT key, value" + range + " ORDER BY key DESC";
      count = "SELECT count(*) FROM (SELECT 1" + range + " LIMIT ?)";
      put =
          "INSERT INTO "
              + table
              + "(key, value) VALUES(?, ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value";
      delete = "DELETE FROM " + table + " WHERE key = ?";
      nth = "SELECT key" + range + " ORDER BY key LIMIT 1 OFFSET ?";
      deleteRange = "DELETE" + range;
    }

    List<String> all() {
      return List.of(find, ceiling, forward, reverse, count, put, delete, nth, deleteRange);
    }
  }
}
