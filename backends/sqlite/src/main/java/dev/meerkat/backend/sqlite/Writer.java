package dev.meerkat.backend.sqlite;

import dev.meerkat.spi.storage.Durability;
import dev.meerkat.spi.storage.StorageException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one writer's connection, whose turn it is, and what only writers need to know. Threads: the
 * turn is guarded by this object; everything else belongs to who holds the turn.
 */
final class Writer {
  private enum Turn {
    FREE,
    TRANSACTION,
    MAINTENANCE
  }

  private final EnvironmentFile file;
  private final Map<Integer, Counter> counters = new HashMap<>();
  private final BitSet numbers = new BitSet();
  private final Reaper reaper = new Reaper();
  private Turn turn = Turn.FREE;
  private boolean closed;
  private SqliteConnection connection;
  private @Nullable Durability durability;

  /** The log is not shortened again before it has grown to this: readers were in the way. */
  private long nextShorteningBytes;

  Writer(EnvironmentFile file) {
    this.file = file;
    this.connection = file.openWriter();
  }

  /** Reads which tables there are; once, when the environment is opened. */
  Catalog load() {
    numbers.set(0);
    Map<String, SqliteTable> alive = new HashMap<>();
    SqliteStatement statement = connection.take(Sql.ALL_IDENTS);
    while (statement.step()) {
      SqliteTable table =
          new SqliteTable((int) statement.integer(0), TableKinds.kind(statement.text(2)));
      Counter counter = new Counter(statement.integer(4), statement.integer(5));
      numbers.set(table.number());
      if (statement.integer(3) == 0) {
        reaper.add(Reaper.Dead.of(table, counter));
      } else {
        alive.put(statement.text(1), table);
        counters.put(table.number(), counter);
      }
    }
    connection.give(statement);
    return Catalog.of(alive);
  }

  /** Takes the turn for a transaction; waits for maintenance, which is short. */
  synchronized void enter() {
    boolean interrupted = false;
    while (turn == Turn.MAINTENANCE) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (turn == Turn.TRANSACTION) {
      throw new IllegalStateException("a write transaction is open");
    }
    turn = Turn.TRANSACTION;
  }

  /** Takes the turn where nobody has it. */
  synchronized boolean tryEnterForMaintenance() {
    if (turn != Turn.FREE) {
      return false;
    }
    turn = Turn.MAINTENANCE;
    return true;
  }

  /** Takes the turn as soon as nobody has it. */
  synchronized void enterForMaintenance() {
    boolean interrupted = false;
    while (turn != Turn.FREE) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    turn = Turn.MAINTENANCE;
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  synchronized void leave() {
    turn = Turn.FREE;
    notifyAll();
  }

  /** Begins SQLite's transaction; the caller has the turn. */
  SqliteConnection begin(Durability wanted, LogFile log) {
    SqliteConnection usable = usableConnection();
    shortenLog(usable, log);
    if (durability != wanted) {
      usable.execute(
          wanted == Durability.SYNCED
              ? "PRAGMA synchronous = FULL"
              : "PRAGMA synchronous = NORMAL");
      durability = wanted;
    }
    SqliteStatement begin = usable.take(Sql.BEGIN);
    boolean _ = begin.step();
    usable.give(begin);
    return usable;
  }

  /** Begins the synced transaction that makes the log. */
  SqliteConnection beginFirst() {
    connection.execute("PRAGMA synchronous = FULL");
    durability = Durability.SYNCED;
    connection.execute(Sql.BEGIN);
    return connection;
  }

  /** After a failure nothing of a connection is trusted: another one starts from the file. */
  private synchronized SqliteConnection usableConnection() {
    if (closed) {
      throw new StorageException.Closed();
    }
    if (!connection.isUsable()) {
      connection.discard();
      connection = file.openWriter();
      durability = null;
    }
    return connection;
  }

  /** A log that always has a reader never restarts by itself; here nobody writes meanwhile. */
  private void shortenLog(SqliteConnection usable, LogFile log) {
    long limit = file.options().logLimitBytes();
    long size = log.sizeBytes();
    if (size <= limit || size < nextShorteningBytes) {
      return;
    }
    usable.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    long left = log.sizeBytes();
    nextShorteningBytes = left <= limit ? 0 : left + limit / 8;
  }

  /**
   * Writes the file anew without its free pages; the caller has the turn.
   *
   * @return bytes that were free before and are not there any more
   */
  long reclaim() {
    SqliteConnection usable = usableConnection();
    long free = file.freeBytes(usable);
    durability = null;
    usable.execute("PRAGMA synchronous = FULL");
    // The copy that is made meanwhile may be larger than the memory.
    usable.execute("PRAGMA temp_store = FILE");
    usable.execute("VACUUM");
    usable.execute("PRAGMA temp_store = MEMORY");
    usable.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    return Math.max(0, free - file.freeBytes(usable));
  }

  int newNumber() {
    int number = numbers.nextClearBit(1);
    if (number > SqliteTable.MAX_NUMBER) {
      throw new StorageException.OutOfSpace("there are too many tables", null);
    }
    numbers.set(number);
    return number;
  }

  void releaseNumber(int number) {
    numbers.clear(number);
  }

  Counter counter(int number) {
    return counters.getOrDefault(number, Counter.ZERO);
  }

  /** Notes counters that are committed. */
  void counted(Map<Integer, Counter> changed) {
    counters.putAll(changed);
  }

  /** Notes that a table was dropped and that this is committed. */
  void dropped(SqliteTable table) {
    Counter counter = counters.remove(table.number());
    reaper.add(Reaper.Dead.of(table, counter == null ? Counter.ZERO : counter));
  }

  /** Notes that the commit which removed these tables' last rows has returned. */
  void reaped(List<SqliteTable> gone) {
    reaper.finished(gone.size());
    gone.forEach(table -> releaseNumber(table.number()));
  }

  Reaper reaper() {
    return reaper;
  }

  /** Waits for the call that is under way. */
  synchronized void close() {
    closed = true;
    connection.close();
  }
}
