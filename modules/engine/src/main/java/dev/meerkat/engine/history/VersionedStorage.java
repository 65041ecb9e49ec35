package dev.meerkat.engine.history;

import dev.meerkat.spi.storage.Durability;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.Snapshot;
import dev.meerkat.spi.storage.SortedTable;
import dev.meerkat.spi.storage.Storage;
import dev.meerkat.spi.storage.StorageBehavior;
import dev.meerkat.spi.storage.StorageReader;
import dev.meerkat.spi.storage.WriteTransaction;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * A storage whose tables can also be read as they were, and changed privately. Where nobody does
 * that, a call costs one look at its reader more than the backend's. Threads: safe.
 */
public final class VersionedStorage implements Storage {
  private final Storage backend;
  private final History history;

  public VersionedStorage(Storage backend, History history) {
    this.backend = backend;
    this.history = history;
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
  public Set<StorageBehavior> lacks() {
    return backend.lacks();
  }

  @Override
  public Snapshot openSnapshot() {
    return backend.openSnapshot();
  }

  @Override
  public WriteTransaction begin(Durability durability) {
    return backend.begin(durability);
  }

  @Override
  public void sync() {
    backend.sync();
  }

  @Override
  public RecordStore recordStore(String ident) {
    return new VersionedRecords(backend.recordStore(ident), history.keeps(ident));
  }

  @Override
  public SortedTable sortedTable(String ident) {
    return new VersionedTable(backend.sortedTable(ident), history.keeps(ident));
  }

  @Override
  public void checkpoint() {
    backend.checkpoint();
  }

  @Override
  public void backup(Path folder) {
    backend.backup(folder);
  }

  @Override
  public List<String> verify() {
    return backend.verify();
  }

  @Override
  public long sizeBytes() {
    return backend.sizeBytes();
  }

  @Override
  public long reclaimableBytes() {
    return backend.reclaimableBytes();
  }

  @Override
  public long reclaim(long leastBytes) {
    return backend.reclaim(leastBytes);
  }

  @Override
  public void close() {
    backend.close();
  }
}
