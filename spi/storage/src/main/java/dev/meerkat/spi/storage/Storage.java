package dev.meerkat.spi.storage;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * One open environment: a set of tables over which transactions are atomic. Threads: safe.
 *
 * <p>Any call may throw {@link StorageException}; after {@link #close()} every call throws {@link
 * StorageException.Closed}.
 */
public interface Storage extends AutoCloseable {
  /** The abilities that this backend lacks; empty for a complete one. */
  Set<StorageBehavior> lacks();

  /**
   * Opens a consistent view of everything committed before this call; nothing committed later is
   * seen. It lives for one batch of one command, never longer.
   */
  Snapshot openSnapshot();

  /**
   * Begins the one write transaction. The caller sees to it that there is one at a time (see {@link
   * WriterTurn}); a second one fails with {@link IllegalStateException}.
   *
   * @param durability what its commit will promise
   * @throws StorageException.Unsupported synced where {@link StorageBehavior#DURABLE} is lacking
   */
  WriteTransaction begin(Durability durability);

  /**
   * Makes everything committed so far survive the loss of power; beside readers and the writer.
   *
   * @throws StorageException.Unsupported where {@link StorageBehavior#DURABLE} is lacking
   */
  void sync();

  /**
   * A handle for the record store named {@code ident}; cheap, may be kept. Using a handle whose
   * table does not exist in the transaction or snapshot at hand throws {@link
   * IllegalStateException}.
   */
  RecordStore recordStore(String ident);

  /** A handle for the sorted table named {@code ident}; as {@link #recordStore}. */
  SortedTable sortedTable(String ident);

  /**
   * Shortens logs and tidies files, beside readers and the writer; called in the background. The
   * files then stay as they are until the next write transaction begins.
   */
  void checkpoint();

  /**
   * Writes a consistent copy of the environment into an empty folder.
   *
   * @throws StorageException.Unsupported where {@link StorageBehavior#BACKS_UP} is lacking
   */
  void backup(Path folder);

  /** Checks the backend's own structures; returns problems found, empty for none. */
  List<String> verify();

  /** Bytes on disk, or in memory for a backend without files, logs included. */
  long sizeBytes();

  /** Bytes of the files that hold nothing and that {@link #reclaim} could give back. */
  default long reclaimableBytes() {
    return 0;
  }

  /**
   * Gives room in the files that holds nothing back to the system. It waits for an open write
   * transaction, and the next one waits for it; readers are not kept waiting.
   *
   * @param leastBytes where less could be given back, nothing is done
   * @return bytes given back; 0 for a backend that tidies by itself, or has no files
   */
  default long reclaim(long leastBytes) {
    return 0;
  }

  /**
   * Waits for a running commit and closes; open snapshots become invalid. Closing twice is allowed.
   */
  @Override
  void close();
}
