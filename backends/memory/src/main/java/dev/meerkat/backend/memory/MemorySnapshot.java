package dev.meerkat.backend.memory;

import dev.meerkat.spi.storage.Snapshot;
import java.util.List;

/** A reference to what was published when it was opened. Threads: confined to one thread. */
final class MemorySnapshot implements Snapshot, MemoryReader {
  private final MemoryStorage storage;
  private final Published published;
  private boolean closed;

  MemorySnapshot(MemoryStorage storage, Published published) {
    this.storage = storage;
    this.published = published;
  }

  @Override
  public RecordTree records(MemoryIdent ident) {
    version();
    return ident.records(published.catalog().find(ident.key()));
  }

  @Override
  public SortedTree<byte[]> entries(MemoryIdent ident) {
    version();
    return ident.entries(published.catalog().find(ident.key()));
  }

  @Override
  public long version() {
    storage.checkOpen();
    if (closed) {
      throw new IllegalStateException("the snapshot is closed");
    }
    return 0;
  }

  @Override
  public List<String> idents() {
    version();
    return published.idents();
  }

  @Override
  public void close() {
    closed = true;
  }
}
