package dev.meerkat.backend.sqlite;

import java.util.concurrent.locks.ReentrantLock;

/**
 * The connection that copies the log into the file beside readers and the writer, and the lock of
 * whoever does so outside of a write transaction. Threads: safe.
 */
final class Checkpointer {
  private final EnvironmentFile file;
  private final ReentrantLock lock = new ReentrantLock();
  private SqliteConnection connection;

  Checkpointer(EnvironmentFile file) {
    this.file = file;
    this.connection = file.openCheckpointer();
  }

  void lock() {
    lock.lock();
  }

  boolean tryLock() {
    return lock.tryLock();
  }

  void unlock() {
    lock.unlock();
  }

  /** Copies what no reader is in the way of; the caller has the lock. */
  void copy() {
    if (!connection.isUsable()) {
      connection.discard();
      connection = file.openCheckpointer();
    }
    connection.execute("PRAGMA wal_checkpoint(PASSIVE)");
  }

  /** Waits for who has the lock. */
  void close() {
    lock.lock();
    try {
      connection.close();
    } finally {
      lock.unlock();
    }
  }
}
