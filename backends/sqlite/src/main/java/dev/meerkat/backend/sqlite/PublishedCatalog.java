package dev.meerkat.backend.sqlite;

import java.util.concurrent.locks.StampedLock;

/**
 * The tables that there are, published together with the commit that changes them. Threads: safe;
 * guarded by {@code lock}.
 */
final class PublishedCatalog {
  private final StampedLock lock = new StampedLock();
  private volatile Catalog latest;

  PublishedCatalog(Catalog first) {
    this.latest = first;
  }

  /** For who has the writer's turn: nobody else changes it. */
  Catalog latest() {
    return latest;
  }

  /** Commits a change so that every snapshot sees either both or neither. */
  void publish(Catalog changed, Runnable commit) {
    long stamp = lock.writeLock();
    try {
      commit.run();
      latest = changed;
    } finally {
      lock.unlockWrite(stamp);
    }
  }

  /**
   * The catalog that goes with the reader's transaction. One is begun where it holds none, or a
   * stale one.
   *
   * @param version the pool's
   */
  Catalog read(PooledReader reader, long version) {
    Catalog held = reader.catalogOf(version);
    return held == null ? begin(reader, version) : held;
  }

  private Catalog begin(PooledReader reader, long version) {
    reader.endWhereHolding();
    long stamp = lock.tryOptimisticRead();
    Catalog paired = latest;
    reader.begin();
    if (!lock.validate(stamp)) {
      reader.end();
      paired = beginBesideNoChange(reader);
    }
    reader.holds(paired, version);
    return paired;
  }

  private Catalog beginBesideNoChange(PooledReader reader) {
    long stamp = lock.readLock();
    try {
      reader.begin();
      return latest;
    } finally {
      lock.unlockRead(stamp);
    }
  }
}
