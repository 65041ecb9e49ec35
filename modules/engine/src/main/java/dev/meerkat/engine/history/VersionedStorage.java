package dev.meerkat.engine.history;

import dev.meerkat.spi.storage.ForwardingStorage;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.SortedTable;
import dev.meerkat.spi.storage.Storage;
import dev.meerkat.spi.storage.StorageReader;
import dev.meerkat.spi.storage.WriteTransaction;

/**
 * A storage whose tables can also be read as they were, and changed privately. Where nobody does
 * that, a call costs one look at its reader more than the backend's. Threads: safe.
 */
public final class VersionedStorage implements ForwardingStorage {
  private final Storage backend;
  private final History history;

  public VersionedStorage(Storage backend, History history) {
    this.backend = backend;
    this.history = history;
  }

  @Override
  public Storage inner() {
    return backend;
  }

  /** The reader that the backend knows. */
  static StorageReader raw(StorageReader reader) {
    return reader instanceof RecordedTransaction recorded ? recorded.raw() : reader;
  }

  /** The transaction that the backend knows. */
  static WriteTransaction raw(WriteTransaction transaction) {
    return transaction instanceof RecordedTransaction recorded ? recorded.raw() : transaction;
  }

  @Override
  public RecordStore recordStore(String ident) {
    return new VersionedRecords(backend.recordStore(ident), history.keeps(ident));
  }

  @Override
  public SortedTable sortedTable(String ident) {
    return new VersionedTable(backend.sortedTable(ident), history.keeps(ident));
  }
}
