package dev.meerkat.spi.storage;

/**
 * A consistent view of the committed data. Reading through it once it is closed throws {@link
 * IllegalStateException}. Threads: confined to one thread.
 */
public non-sealed interface Snapshot extends StorageReader, AutoCloseable {
  /** Closes the snapshot and every cursor still open on it. Closing twice is allowed. */
  @Override
  void close();
}
