package dev.meerkat.backend.xodus;

import dev.meerkat.spi.storage.Snapshot;
import dev.meerkat.spi.storage.TableKind;
import java.util.List;
import jetbrains.exodus.ByteIterable;
import jetbrains.exodus.env.Cursor;
import jetbrains.exodus.env.Transaction;
import org.jspecify.annotations.Nullable;

/** A read-only transaction of Xodus. Threads: confined to one thread. */
final class XodusSnapshot implements Snapshot, XodusReader {
  private final XodusStorage storage;
  private final Transaction transaction;
  private long version;
  private boolean closed;

  XodusSnapshot(XodusStorage storage) {
    this.storage = storage;
    // The hook runs under the lock under which commits are published: version and data agree.
    this.transaction = storage.beginReading(() -> version = storage.catalog().version());
  }

  @Override
  public List<String> idents() {
    return Catalog.idents(this);
  }

  @Override
  public int number(String ident, boolean records) {
    checkOpen();
    Catalog.Table table = storage.catalog().committed(ident);
    if (table != null && table.since() <= version) {
      XodusReader.check(ident, table.kind(), records);
      return table.number();
    }
    byte[] row = row(ident);
    XodusReader.check(ident, Catalog.kind(row), records);
    return Catalog.number(row);
  }

  TableKind kind(String ident) {
    return Catalog.kind(row(ident));
  }

  private byte[] row(String ident) {
    ByteIterable row = get(Keys.table(ident));
    if (row == null) {
      throw new IllegalStateException("no table " + ident);
    }
    return row.getBytesUnsafe();
  }

  @Override
  public Catalog.Counts counts(String ident) {
    ByteIterable row = get(Keys.counts(number(ident, true)));
    return row == null ? new Catalog.Counts(0, 0) : Catalog.Counts.decode(row.getBytesUnsafe());
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
    return storage.store().openCursor(transaction);
  }

  @Override
  public void checkOpen() {
    storage.checkOpen();
    if (closed) {
      throw new IllegalStateException("the snapshot is closed");
    }
  }

  /** Where the log ended when the snapshot was opened. */
  long highAddress() {
    return transaction.getHighAddress();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      storage.endReading(transaction);
    }
  }
}
