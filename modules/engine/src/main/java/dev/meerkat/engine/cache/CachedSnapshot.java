package dev.meerkat.engine.cache;

import dev.meerkat.spi.storage.Snapshot;
import java.util.List;

/** A snapshot that knows which commits it sees at least. Threads: confined to one thread. */
final class CachedSnapshot implements Snapshot {
  private final CachedStorage storage;
  private final Snapshot raw;
  private final long version;
  private boolean closed;

  /**
   * @param version of the cache before {@code raw} was opened
   */
  CachedSnapshot(CachedStorage storage, Snapshot raw, long version) {
    this.storage = storage;
    this.raw = raw;
    this.version = version;
  }

  Snapshot raw() {
    return raw;
  }

  /** All commits up to this one are seen; later ones may be. */
  long version() {
    return version;
  }

  /** What the cache answers is as little to be had after the end as what the backend does. */
  void checkOpen() {
    storage.checkOpen();
    if (closed) {
      throw new IllegalStateException("the snapshot is closed");
    }
  }

  @Override
  public List<String> idents() {
    return raw.idents();
  }

  @Override
  public void close() {
    closed = true;
    raw.close();
  }
}
