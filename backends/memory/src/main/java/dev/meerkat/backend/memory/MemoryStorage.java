package dev.meerkat.backend.memory;

import dev.meerkat.spi.storage.Durability;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.Snapshot;
import dev.meerkat.spi.storage.SortedTable;
import dev.meerkat.spi.storage.Storage;
import dev.meerkat.spi.storage.StorageBehavior;
import dev.meerkat.spi.storage.StorageException;
import dev.meerkat.spi.storage.WriteTransaction;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An environment that lives in memory and is gone when it is closed. Threads: safe; readers take
 * what is published without a lock, the writer's coming and going is guarded by lock.
 */
final class MemoryStorage implements Storage {
  private static final Set<StorageBehavior> LACKS =
      Set.copyOf(
          EnumSet.of(StorageBehavior.REOPENS, StorageBehavior.DURABLE, StorageBehavior.BACKS_UP));

  private final long limitBytes;
  private final Object lock = new Object();
  private volatile @Nullable Published published;
  private @Nullable MemoryTransaction writer;

  MemoryStorage(long limitBytes) {
    this.limitBytes = limitBytes;
    this.published = new Published(new SortedTree<>(new Object()), 0);
  }

  @Override
  public Set<StorageBehavior> lacks() {
    return LACKS;
  }

  @Override
  public Snapshot openSnapshot() {
    return new MemorySnapshot(this, checkOpen());
  }

  @Override
  public WriteTransaction begin(Durability durability) {
    if (durability == Durability.SYNCED) {
      throw notDurable();
    }
    synchronized (lock) {
      Published start = checkOpen();
      if (writer != null) {
        throw new IllegalStateException("a write transaction is open");
      }
      writer = new MemoryTransaction(this, start, limitBytes);
      return writer;
    }
  }

  /** Ends the writer's transaction, publishing what it leaves unless it was rolled back. */
  void end(MemoryTransaction transaction, @Nullable Published result) {
    synchronized (lock) {
      if (writer == transaction) {
        writer = null;
      }
      if (result != null) {
        checkOpen();
        published = result;
      }
    }
  }

  Published checkOpen() {
    Published current = published;
    if (current == null) {
      throw new StorageException.Closed();
    }
    return current;
  }

  @Override
  public void sync() {
    checkOpen();
    throw notDurable();
  }

  private static StorageException.Unsupported notDurable() {
    return new StorageException.Unsupported("storage in memory cannot make data durable");
  }

  @Override
  public RecordStore recordStore(String ident) {
    checkOpen();
    return new MemoryRecordStore(MemoryIdent.of(ident));
  }

  @Override
  public SortedTable sortedTable(String ident) {
    checkOpen();
    return new MemorySortedTable(MemoryIdent.of(ident));
  }

  /** There is no log to shorten. */
  @Override
  public void checkpoint() {
    checkOpen();
  }

  @Override
  public void backup(Path folder) {
    checkOpen();
    throw new StorageException.Unsupported("storage in memory cannot be backed up");
  }

  @Override
  public List<String> verify() {
    return TreeCheck.problems(checkOpen());
  }

  @Override
  public long sizeBytes() {
    return checkOpen().sizeBytes();
  }

  @Override
  public void close() {
    synchronized (lock) {
      published = null;
    }
  }
}
