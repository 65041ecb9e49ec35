package dev.meerkat.backend.memory;

import dev.meerkat.spi.storage.StorageException;
import dev.meerkat.spi.storage.TableKind;
import dev.meerkat.spi.storage.WriteTransaction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Forks of the tables that it has touched, over the catalog that it began with. Threads: confined
 * to one thread.
 */
final class MemoryTransaction implements WriteTransaction, MemoryReader {
  private final MemoryStorage storage;
  private final SortedTree<MemoryTable> catalog;
  private final long limitBytes;

  /** Marks the nodes that this transaction may change; nothing else knows it. */
  private final Object owner = new Object();

  private final Map<String, MemoryTable> touched = new HashMap<>();
  private long sizeBytes;
  private long changeCount;
  private boolean ended;
  private boolean failed;

  MemoryTransaction(MemoryStorage storage, Published published, long limitBytes) {
    this.storage = storage;
    this.catalog = published.catalog().fork();
    this.sizeBytes = published.sizeBytes();
    this.limitBytes = limitBytes;
  }

  @Override
  public RecordTree records(MemoryIdent ident) {
    version();
    MemoryTable own = touched.get(ident.name());
    return ident.records(own != null ? own : catalog.find(ident.key()));
  }

  @Override
  public SortedTree<byte[]> entries(MemoryIdent ident) {
    version();
    MemoryTable own = touched.get(ident.name());
    return ident.entries(own != null ? own : catalog.find(ident.key()));
  }

  @Override
  public long version() {
    storage.checkOpen();
    if (ended || failed) {
      throw new IllegalStateException(
          ended ? "the transaction has ended" : "the transaction has failed");
    }
    return changeCount;
  }

  @Override
  public List<String> idents() {
    version();
    return Published.idents(catalog);
  }

  @Override
  public void createTable(String ident, TableKind kind, String database) {
    version();
    MemoryIdent name = MemoryIdent.of(ident);
    if (catalog.find(name.key()) != null) {
      throw new IllegalStateException("the table exists: " + ident);
    }
    MemoryTable table =
        switch (kind) {
          case RECORDS, LOG -> new RecordTree(owner);
          case INDEX, TABLE -> new SortedTree<byte[]>(owner);
        };
    catalog.put(owner, name.key(), table);
    touched.put(ident, table);
    changeCount++;
  }

  @Override
  public void dropTable(String ident) {
    version();
    MemoryIdent name = MemoryIdent.of(ident);
    MemoryTable table = catalog.remove(owner, name.key());
    if (table == null) {
      throw name.absent();
    }
    MemoryTable own = touched.remove(ident);
    sizeBytes -= (own != null ? own : table).sizeBytes();
    changeCount++;
  }

  void put(MemoryIdent ident, long recordId, byte[] document) {
    RecordTree tree = writableRecords(ident);
    long before = tree.sizeBytes();
    tree.put(owner, recordId, document);
    changed(tree.sizeBytes() - before);
  }

  boolean remove(MemoryIdent ident, long recordId) {
    RecordTree tree = writableRecords(ident);
    long before = tree.sizeBytes();
    byte[] old = tree.remove(owner, recordId);
    changed(tree.sizeBytes() - before);
    return old != null;
  }

  void put(MemoryIdent ident, byte[] key, byte[] value) {
    SortedTree<byte[]> tree = writableEntries(ident);
    long before = tree.sizeBytes();
    tree.put(owner, key, value);
    changed(tree.sizeBytes() - before);
  }

  boolean remove(MemoryIdent ident, byte[] key) {
    SortedTree<byte[]> tree = writableEntries(ident);
    long before = tree.sizeBytes();
    if (tree.remove(owner, key) == null) {
      return false;
    }
    changed(tree.sizeBytes() - before);
    return true;
  }

  private void changed(long grownBytes) {
    changeCount++;
    sizeBytes += grownBytes;
    if (grownBytes > 0 && sizeBytes > limitBytes) {
      failed = true;
      throw new StorageException.OutOfSpace("the memory given to the storage is full", null);
    }
  }

  private RecordTree writableRecords(MemoryIdent ident) {
    version();
    MemoryTable own = touched.get(ident.name());
    if (own != null) {
      return ident.records(own);
    }
    RecordTree fork = ident.records(catalog.find(ident.key())).fork();
    touched.put(ident.name(), fork);
    return fork;
  }

  private SortedTree<byte[]> writableEntries(MemoryIdent ident) {
    version();
    MemoryTable own = touched.get(ident.name());
    if (own != null) {
      return ident.entries(own);
    }
    SortedTree<byte[]> fork = ident.entries(catalog.find(ident.key())).fork();
    touched.put(ident.name(), fork);
    return fork;
  }

  @Override
  public long changeCount() {
    return changeCount;
  }

  @Override
  public void commit() {
    version();
    touched.forEach((ident, table) -> catalog.put(owner, MemoryIdent.of(ident).key(), table));
    storage.end(this, new Published(catalog, sizeBytes));
    ended = true;
  }

  @Override
  public void rollback() {
    if (!ended) {
      ended = true;
      storage.end(this, null);
    }
  }
}
