package dev.meerkat.spi.storage;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * A storage that hands every call on to another, but for what it does itself. Threads: as the
 * other.
 */
public interface ForwardingStorage extends Storage {
  /** The other one. */
  Storage inner();

  @Override
  default Set<StorageBehavior> lacks() {
    return inner().lacks();
  }

  @Override
  default Snapshot openSnapshot() {
    return inner().openSnapshot();
  }

  @Override
  default WriteTransaction begin(Durability durability) {
    return inner().begin(durability);
  }

  @Override
  default void sync() {
    inner().sync();
  }

  @Override
  default RecordStore recordStore(String ident) {
    return inner().recordStore(ident);
  }

  @Override
  default SortedTable sortedTable(String ident) {
    return inner().sortedTable(ident);
  }

  @Override
  default void checkpoint() {
    inner().checkpoint();
  }

  @Override
  default void backup(Path folder) {
    inner().backup(folder);
  }

  @Override
  default List<String> verify() {
    return inner().verify();
  }

  @Override
  default long sizeBytes() {
    return inner().sizeBytes();
  }

  @Override
  default long reclaimableBytes() {
    return inner().reclaimableBytes();
  }

  @Override
  default long reclaim(long leastBytes) {
    return inner().reclaim(leastBytes);
  }

  @Override
  default void close() {
    inner().close();
  }
}
