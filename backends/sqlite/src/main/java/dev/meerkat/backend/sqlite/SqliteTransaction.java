package dev.meerkat.backend.sqlite;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.storage.Durability;
import dev.meerkat.spi.storage.StorageException;
import dev.meerkat.spi.storage.TableKind;
import dev.meerkat.spi.storage.WriteTransaction;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** SQLite's transaction on the writer's connection. Threads: confined to one thread. */
final class SqliteTransaction implements WriteTransaction, SqliteReader {
  /** Larger values are not kept bound to their statement. */
  private static final int LARGE_BYTES = 1 << 16;

  private final SqliteStorage storage;
  private final Writer writer;
  private final SqliteConnection connection;
  private final Durability durability;
  private final int rowsToReap;
  private final ChangedStores stores;

  /** Most transactions open none. */
  private @Nullable OpenCursors cursors;

  // Nearly all transactions leave both empty.
  private List<SqliteTable> created = List.of();
  private List<SqliteTable> dropped = List.of();

  private Catalog catalog;
  private boolean catalogChanged;
  private long changeCount;
  private long changedBytes;
  private boolean ended;

  /** Takes over the turn and a connection on which a transaction has begun. */
  SqliteTransaction(
      SqliteStorage storage,
      Writer writer,
      SqliteConnection connection,
      Durability durability,
      int rowsToReap) {
    this.storage = storage;
    this.writer = writer;
    this.connection = connection;
    this.durability = durability;
    this.rowsToReap = rowsToReap;
    this.stores = writer.changedStores();
    this.catalog = storage.catalog().latest();
  }

  @Override
  public SqliteConnection connection() {
    storage.checkOpen();
    if (ended) {
      throw new IllegalStateException("the transaction has ended");
    }
    return connection;
  }

  @Override
  public @Nullable SqliteTable find(String ident) {
    SqliteConnection _ = connection();
    return catalog.find(ident);
  }

  @Override
  public Counter counter(SqliteTable table) {
    SqliteConnection _ = connection();
    StoreNumbers own = stores.find(table.number());
    return (own == null ? writer.numbers(table.number()) : own).counter();
  }

  @Override
  public OpenCursors cursors() {
    OpenCursors known = cursors;
    if (known == null) {
      known = new OpenCursors();
      cursors = known;
    }
    return known;
  }

  @Override
  public byte[] boundKey(SqliteTable table, byte[] key) {
    return table.key(key, writer.keys());
  }

  @Override
  public List<String> idents() {
    SqliteConnection _ = connection();
    return catalog.idents();
  }

  @Override
  public void createTable(String ident, TableKind kind, String database) {
    if (find(ident) != null) {
      throw new IllegalStateException("the table exists: " + ident);
    }
    SqliteTable table = new SqliteTable(writer.newNumber(), kind);
    created = with(created, table);
    connection.change(Sql.IDENT_INSERT, (long) table.number(), ident, kind.name());
    if (kind == TableKind.LOG) {
      connection.execute(table.records().create());
    }
    if (kind.isRecords()) {
      var _ = stores.add(table.number(), StoreNumbers.none());
    }
    catalog = catalog.with(ident, table);
    catalogChanged = true;
    changeCount++;
  }

  @Override
  public void dropTable(String ident) {
    SqliteTable table = find(ident);
    if (table == null) {
      throw new IllegalStateException("no such table: " + ident);
    }
    connection.change(Sql.IDENT_KILL, (long) table.number());
    dropped = with(dropped, table);
    catalog = catalog.without(ident);
    catalogChanged = true;
    changeCount++;
  }

  private static List<SqliteTable> with(List<SqliteTable> tables, SqliteTable added) {
    List<SqliteTable> all = tables.isEmpty() ? new ArrayList<>() : tables;
    all.add(added);
    return all;
  }

  void insert(String ident, long recordId, DocumentView document) {
    SqliteTable table = records(ident);
    byte[] bytes = writer.values().of(document);
    change(bytes.length, table.records().insert, table.rid(recordId), bytes);
    numbers(table).added(recordId, bytes.length);
    changeCount++;
  }

  void update(String ident, long recordId, int oldLength, DocumentView document) {
    SqliteTable table = records(ident);
    byte[] bytes = writer.values().of(document);
    change(bytes.length, table.records().update, bytes, table.rid(recordId));
    checkOneChanged();
    if (bytes.length != oldLength) {
      numbers(table).resized(recordId, bytes.length - oldLength);
    }
    changeCount++;
  }

  void delete(String ident, long recordId, int oldLength) {
    SqliteTable table = records(ident);
    connection.change(table.records().delete, table.rid(recordId));
    checkOneChanged();
    numbers(table).removed(recordId, oldLength);
    changeCount++;
  }

  private void checkOneChanged() {
    if (connection.changes() != 1) {
      throw new IllegalStateException("there is no such record");
    }
  }

  /** What this transaction has made of a store's numbers. */
  private StoreNumbers numbers(SqliteTable table) {
    StoreNumbers own = stores.find(table.number());
    if (own == null) {
      own = stores.add(table.number(), writer.numbers(table.number()));
      if (!own.knowsHighest()) {
        own.highest(SqliteRecordStore.maxRecordId(connection, table));
      }
    }
    return own;
  }

  /** Says what a record store holds, whatever was counted. */
  void recount(String ident, Counter found) {
    numbers(records(ident)).recounted(found);
    changeCount++;
  }

  void put(String ident, byte[] key, byte[] value) {
    SqliteTable table = sorted(ident);
    change(value.length, table.sql().put, boundKey(table, key), value);
    changeCount++;
  }

  void put(String ident, byte[] key, DocumentView value) {
    put(ident, key, writer.values().of(value));
  }

  boolean delete(String ident, byte[] key) {
    SqliteTable table = sorted(ident);
    connection.change(table.sql().delete, boundKey(table, key));
    if (connection.changes() == 0) {
      return false;
    }
    changeCount++;
    return true;
  }

  private void change(int valueBytes, String sql, Object first, Object second) {
    changedBytes += valueBytes;
    SqliteStatement statement = connection.take(sql);
    boolean _ = statement.run(first, second);
    connection.give(statement);
    if (valueBytes > LARGE_BYTES) {
      statement.clear();
    }
  }

  @Override
  public long changeCount() {
    return changeCount;
  }

  @Override
  public void commit() {
    SqliteConnection open = connection();
    closeCursors(open);
    for (int i = 0; i < dropped.size(); i++) {
      stores.remove(dropped.get(i).number());
    }
    for (int i = 0; i < stores.size(); i++) {
      store(open, stores.table(i), stores.numbers(i));
    }
    long reaped = writer.reaper().hasWork() ? rowsToReap : 0;
    List<SqliteTable> gone =
        writer.reaper().hasWork() ? writer.reaper().reap(open, rowsToReap) : List.of();
    if (catalogChanged) {
      storage.catalog().publish(catalog, this::commitConnection);
    } else {
      commitConnection();
    }
    ended = true;
    writer.counted(stores);
    writer.logLimit().wrote(changeCount + reaped, changedBytes);
    for (int i = 0; i < dropped.size(); i++) {
      writer.dropped(dropped.get(i));
    }
    writer.reaped(gone);
    storage.endTurn();
    if (durability == Durability.SYNCED && changeCount == 0) {
      // SQLite has written nothing and so has synced nothing; commits before may be waiting.
      storage.sync();
    }
  }

  private void closeCursors(SqliteConnection open) {
    if (cursors != null) {
      cursors.closeAll(open);
    }
  }

  private static void store(SqliteConnection open, int number, StoreNumbers numbers) {
    if (numbers.needsStoring()) {
      Writer.store(open, number, numbers.counter(), numbers.stored());
    }
  }

  private void commitConnection() {
    try {
      SqliteStatement commit = connection.take(Sql.COMMIT);
      boolean _ = commit.step();
      connection.give(commit);
    } catch (StorageException.Failed e) {
      // What is on the disk is not known any more, nor will a second sync tell.
      storage.failed();
      throw e;
    }
  }

  @Override
  public void rollback() {
    if (ended) {
      return;
    }
    ended = true;
    try {
      if (connection.isUsable()) {
        closeCursors(connection);
        connection.execute("ROLLBACK");
      }
    } catch (StorageException e) {
      // The connection is broken now: the next transaction opens another, which undoes this one.
    } finally {
      created.forEach(table -> writer.releaseNumber(table.number()));
      storage.endTurn();
    }
  }
}
