package dev.meerkat.backend.xodus;

import dev.meerkat.spi.storage.Durability;
import dev.meerkat.spi.storage.TableKind;
import dev.meerkat.spi.storage.WriteTransaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jetbrains.exodus.ByteIterable;
import jetbrains.exodus.env.Cursor;
import jetbrains.exodus.env.Transaction;
import org.jspecify.annotations.Nullable;

/** The one writer's transaction of Xodus. Threads: confined to one thread. */
final class XodusWriteTransaction implements WriteTransaction, XodusReader {
  private static final byte[] NOTHING = {};

  private final XodusStorage storage;
  private final Durability durability;
  private final Transaction transaction;
  private final Map<String, Open> tables = new HashMap<>();
  private final Set<String> dropped = new HashSet<>();
  private final List<KeyCursor> cursors = new ArrayList<>();
  private int lastNumber;
  private long changes;
  private boolean growing;
  private boolean ended;

  /** A table that this transaction has used, with its counts as they are here. */
  private static final class Open {
    final int number;
    final TableKind kind;
    final Catalog.@Nullable Table committed;
    final Catalog.Counts counts;
    boolean counted;

    Open(int number, TableKind kind, Catalog.@Nullable Table committed) {
      this.number = number;
      this.kind = kind;
      this.committed = committed;
      this.counts =
          committed == null
              ? new Catalog.Counts(0, 0)
              : new Catalog.Counts(committed.counts().records, committed.counts().bytes);
    }
  }

  XodusWriteTransaction(XodusStorage storage, Durability durability, Transaction transaction) {
    this.storage = storage;
    this.durability = durability;
    this.transaction = transaction;
    this.lastNumber = storage.catalog().lastNumber();
  }

  /** The transaction behind one that was begun by this backend. */
  static XodusWriteTransaction of(WriteTransaction transaction) {
    if (transaction instanceof XodusWriteTransaction ours) {
      return ours;
    }
    throw new IllegalArgumentException("a transaction of another storage");
  }

  @Override
  public List<String> idents() {
    checkOpen();
    return Catalog.idents(this);
  }

  @Override
  public int number(String ident, boolean records) {
    Open open = table(ident);
    XodusReader.check(ident, open.kind, records);
    return open.number;
  }

  @Override
  public Catalog.Counts counts(String ident) {
    Open open = table(ident);
    XodusReader.check(ident, open.kind, true);
    return open.counts;
  }

  private Open table(String ident) {
    checkOpen();
    Open open = find(ident);
    if (open == null) {
      throw new IllegalStateException("no table " + ident);
    }
    return open;
  }

  private @Nullable Open find(String ident) {
    Open open = tables.get(ident);
    if (open == null && !dropped.contains(ident)) {
      Catalog.Table committed = storage.catalog().committed(ident);
      if (committed != null) {
        open = new Open(committed.number(), committed.kind(), committed);
        tables.put(ident, open);
      }
    }
    return open;
  }

  @Override
  public @Nullable ByteIterable get(byte[] key) {
    checkOpen();
    try {
      return storage.store().get(transaction, XodusReader.iterable(key));
    } catch (RuntimeException e) {
      throw storage.readingFailed(e);
    }
  }

  @Override
  public Cursor open(KeyCursor owner) {
    cursors.add(owner);
    return storage.store().openCursor(transaction);
  }

  @Override
  public void checkOpen() {
    storage.checkOpen();
    if (ended) {
      throw new IllegalStateException("the transaction has ended");
    }
  }

  /** Sets a key and counts it as one change. */
  void put(byte[] key, byte[] value) {
    growing = true;
    beforeChange();
    write(key, value);
  }

  /** Removes a key and counts it as one change; answers whether it was there. */
  boolean delete(byte[] key) {
    beforeChange();
    return erase(key);
  }

  private void write(byte[] key, byte[] value) {
    try {
      storage.store().put(transaction, XodusReader.iterable(key), XodusReader.iterable(value));
    } catch (RuntimeException e) {
      throw Failures.writing(e);
    }
  }

  private boolean erase(byte[] key) {
    try {
      return storage.store().delete(transaction, XodusReader.iterable(key));
    } catch (RuntimeException e) {
      throw Failures.writing(e);
    }
  }

  /** Keeps a record store's counts. */
  void count(String ident, long records, long bytes) {
    Open open = table(ident);
    open.counts.records += records;
    open.counts.bytes += bytes;
    open.counted = true;
  }

  private void beforeChange() {
    checkOpen();
    changes++;
    releaseCursors();
  }

  private void releaseCursors() {
    for (KeyCursor cursor : cursors) {
      cursor.release();
    }
    cursors.clear();
  }

  @Override
  public void createTable(String ident, TableKind kind, String database) {
    checkOpen();
    if (find(ident) != null) {
      throw new IllegalStateException("the table " + ident + " exists");
    }
    int number = ++lastNumber;
    put(Keys.table(ident), Catalog.row(number, kind));
    tables.put(ident, new Open(number, kind, null));
  }

  @Override
  public void dropTable(String ident) {
    Open open = table(ident);
    beforeChange();
    erase(Keys.table(ident));
    erase(Keys.counts(open.number));
    write(Keys.dropped(open.number), NOTHING);
    tables.remove(ident);
    if (open.committed != null) {
      dropped.add(ident);
    }
  }

  @Override
  public long changeCount() {
    return changes;
  }

  @Override
  public void commit() {
    checkOpen();
    releaseCursors();
    for (Open open : tables.values()) {
      if (open.counted) {
        write(Keys.counts(open.number), open.counts.encode());
      }
    }
    transaction.setCommitHook(this::publish);
    storage.commit(transaction, durability, growing);
    ended = true;
    storage.endWriting();
  }

  /** Runs while Xodus makes the commit visible. */
  private void publish() {
    Map<String, Catalog.Table> created = new HashMap<>();
    long since = storage.catalog().version() + 1;
    tables.forEach(
        (ident, open) -> {
          Catalog.Table committed = open.committed;
          if (committed == null) {
            created.put(ident, new Catalog.Table(open.number, open.kind, since, open.counts));
          } else if (open.counted) {
            committed.counts().records = open.counts.records;
            committed.counts().bytes = open.counts.bytes;
          }
        });
    if (!created.isEmpty() || !dropped.isEmpty()) {
      storage.catalog().publish(created, dropped, lastNumber, since);
    }
  }

  @Override
  public void rollback() {
    if (!ended) {
      ended = true;
      storage.abort(transaction);
      storage.endWriting();
    }
  }
}
