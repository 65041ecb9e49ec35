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
  private final Map<Integer, StoreNumbers> stores = new HashMap<>();
  private final BitSet numbers = new BitSet();
  private final Reaper reaper = new Reaper();
  private final LogLimit logLimit;

  // What transactions use one after the other.
  private final ChangedStores changed = new ChangedStores();
  private final DriverBytes keys = new DriverBytes();
  private final DriverBytes values = new DriverBytes();

  private Turn turn = Turn.FREE;
  private boolean closed;
  private SqliteConnection connection;
  private @Nullable Durability durability;

  Writer(EnvironmentFile file) {
    this.file = file;
    this.logLimit = new LogLimit(file.options().logLimitBytes());
    this.connection = file.openWriter();
  }

  /** Reads which tables there are; once, when the environment is opened. */
  Catalog load() {
    numbers.set(0);
    Map<String, SqliteTable> alive = new HashMap<>();
    Map<SqliteTable, Long> counted = new HashMap<>();
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
        if (table.kind().isRecords()) {
          stores.put(table.number(), StoreNumbers.ofAll(counter));
          if (statement.integer(6) != StoreNumbers.ALL) {
            counted.put(table, statement.integer(6));
          }
        }
      }
    }
    connection.give(statement);
    counted.forEach(this::countRest);
    return Catalog.of(alive);
  }

  /** Counts what a store's numbers leave out: it was not closed. */
  private void countRest(SqliteTable table, long counted) {
    StoreNumbers stored = numbers(table.number());
    StoreNumbers all =
        StoreNumbers.of(
            stored.counter(),
            counted,
            SqliteRecordStore.after(connection, table, counted),
            SqliteRecordStore.maxRecordId(connection, table));
    stores.put(table.number(), all);
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
    logLimit.enforce(usable, log);
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

  /** Begins the log anew if no reader is in the way; the caller has the turn. */
  void restartLog(LogFile log) {
    boolean _ = logLimit.restartBesideNobody(usableConnection(), log);
  }

  LogLimit logLimit() {
    return logLimit;
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
    usable.execute(Sql.CUT_LOG);
    return Math.max(0, free - file.freeBytes(usable));
  }

  /** Empty; of the transaction that begins. */
  ChangedStores changedStores() {
    changed.clear();
    return changed;
  }

  /** What keys are handed to the driver in. */
  DriverBytes keys() {
    return keys;
  }

  /** What documents are handed to the driver in. */
  DriverBytes values() {
    return values;
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

  /** What a record store holds by now. */
  StoreNumbers numbers(int number) {
    StoreNumbers known = stores.get(number);
    return known == null ? StoreNumbers.none() : known;
  }

  /** Notes numbers that are committed. */
  void counted(ChangedStores changed) {
    for (int i = 0; i < changed.size(); i++) {
      stores.computeIfAbsent(changed.table(i), _ -> StoreNumbers.none()).become(changed.numbers(i));
    }
  }

  /**
   * Stores the numbers of all records of all stores, so that none are counted at the next start.
   */
  void storeAll() {
    SqliteConnection usable = usableConnection();
    usable.execute(Sql.BEGIN);
    stores.forEach(
        (number, numbers) -> {
          if (numbers.counted() != StoreNumbers.ALL) {
            store(usable, number, numbers.counter(), StoreNumbers.ALL);
          }
        });
    usable.execute(Sql.COMMIT);
  }

  /**
   * Stores numbers in the transaction at hand.
   *
   * @param counted they are of the records up to this id
   */
  static void store(SqliteConnection open, int number, Counter counter, long counted) {
    open.change(Sql.COUNTER_PUT, (long) number, counter.count(), counter.sizeBytes(), counted);
  }

  /** Notes that a table was dropped and that this is committed. */
  void dropped(SqliteTable table) {
    StoreNumbers known = stores.remove(table.number());
    reaper.add(Reaper.Dead.of(table, known == null ? Counter.ZERO : known.counter()));
  }

  /** Notes that the commit which removed these tables' last rows has returned. */
  void reaped(List<SqliteTable> gone) {
    reaper.finished(gone.size());
    for (int i = 0; i < gone.size(); i++) {
      releaseNumber(gone.get(i).number());
    }
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
