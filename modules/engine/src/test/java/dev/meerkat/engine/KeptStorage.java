package dev.meerkat.engine;

import dev.meerkat.spi.storage.Durability;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.Snapshot;
import dev.meerkat.spi.storage.SortedTable;
import dev.meerkat.spi.storage.Storage;
import dev.meerkat.spi.storage.StorageBehavior;
import dev.meerkat.spi.storage.WriteTransaction;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** A store that outlives its engine. Threads: as the store. */
public record KeptStorage(Storage inner) implements Storage {
  @Override
  public Set<StorageBehavior> lacks() {
    return inner.lacks();
  }

  @Override
  public Snapshot openSnapshot() {
    return inner.openSnapshot();
  }

  @Override
  public WriteTransaction begin(Durability durability) {
    return inner.begin(durability);
  }

  @Override
  public void sync() {
    inner.sync();
  }

  @Override
  public RecordStore recordStore(String ident) {
    return inner.recordStore(ident);
  }

  @Override
  public SortedTable sortedTable(String ident) {
    return inner.sortedTable(ident);
  }

  @Override
  public void checkpoint() {
    inner.checkpoint();
  }

  @Override
  public void backup(Path folder) {
    inner.backup(folder);
  }

  @Override
  public List<String> verify() {
    return inner.verify();
  }

  @Override
  public long sizeBytes() {
    return inner.sizeBytes();
  }

  @Override
  public void close() {
    // The test closes it.
  }
}
