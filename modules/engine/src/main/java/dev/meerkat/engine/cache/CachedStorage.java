package dev.meerkat.engine.cache;

import dev.meerkat.spi.storage.Durability;
import dev.meerkat.spi.storage.ForwardingStorage;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.Snapshot;
import dev.meerkat.spi.storage.SortedTable;
import dev.meerkat.spi.storage.Storage;
import dev.meerkat.spi.storage.StorageException;
import dev.meerkat.spi.storage.StorageReader;
import dev.meerkat.spi.storage.WriteTransaction;

/**
 * A storage whose snapshots read records from memory where they have been read before and nobody
 * has changed them since. Writers read what the backend has. Threads: safe.
 */
public final class CachedStorage implements ForwardingStorage {
  private final Storage backend;
  private final RecordCache cache;
  private volatile boolean closed;

  private CachedStorage(Storage backend, RecordCache cache) {
    this.backend = backend;
    this.cache = cache;
  }

  /**
   * The storage with a cache, or as it is.
   *
   * @param bytes memory for records; 0 for a backend that has them in memory anyway
   */
  public static Storage over(Storage backend, long bytes) {
    return bytes == 0 ? backend : new CachedStorage(backend, new RecordCache(bytes));
  }

  /** The reader that the backend knows. */
  static StorageReader raw(StorageReader reader) {
    return switch (reader) {
      case CachedSnapshot snapshot -> snapshot.raw();
      case CachedTransaction transaction -> transaction.raw();
      default -> reader;
    };
  }

  /** The transaction that the backend knows. */
  static WriteTransaction raw(WriteTransaction transaction) {
    return transaction instanceof CachedTransaction cached ? cached.raw() : transaction;
  }

  @Override
  public Storage inner() {
    return backend;
  }

  /** Its version is taken before the backend's snapshot is opened, which may be newer only. */
  @Override
  public Snapshot openSnapshot() {
    long version = cache.version();
    return new CachedSnapshot(this, backend.openSnapshot(), version);
  }

  @Override
  public WriteTransaction begin(Durability durability) {
    return new CachedTransaction(cache, backend.begin(durability));
  }

  void checkOpen() {
    if (closed) {
      throw new StorageException.Closed();
    }
  }

  @Override
  public RecordStore recordStore(String ident) {
    return new CachedRecords(backend.recordStore(ident), cache, cache.table(ident));
  }

  @Override
  public SortedTable sortedTable(String ident) {
    return new UncachedTable(backend.sortedTable(ident));
  }

  @Override
  public void close() {
    closed = true;
    backend.close();
    cache.clear();
  }
}
