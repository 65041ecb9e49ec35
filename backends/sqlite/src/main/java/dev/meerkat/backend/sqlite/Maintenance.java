package dev.meerkat.backend.sqlite;

import dev.meerkat.spi.storage.Durability;
import dev.meerkat.spi.storage.StorageException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What is done to the file while nobody writes: the log is copied into it and begun anew, rows of
 * dropped tables are removed, free pages given back. Threads: safe; guarded by {@code lock}, and by
 * the writer's turn where something is written.
 */
final class Maintenance {
  private static final int REAPING_ROUNDS = 20;

  private final SqliteStorage storage;
  private final EnvironmentFile file;
  private final Writer writer;
  private final LogFile log;
  private final ReentrantLock lock = new ReentrantLock();

  /** Copies the log into the file beside readers and the writer. */
  private SqliteConnection checkpointer;

  Maintenance(SqliteStorage storage, EnvironmentFile file, Writer writer, LogFile log) {
    this.storage = storage;
    this.file = file;
    this.writer = writer;
    this.log = log;
    this.checkpointer = file.openCheckpointer();
  }

  /** Copies what no reader is in the way of, and removes rows of dropped tables. */
  void checkpoint() {
    lock.lock();
    try {
      storage.checkOpen();
      copyLog();
      reap();
      // Somebody may copy the files from now on, before the next write transaction begins.
      writer.logLimit().forget();
    } finally {
      lock.unlock();
    }
  }

  private void copyLog() {
    if (!checkpointer.isUsable()) {
      checkpointer.discard();
      checkpointer = file.openCheckpointer();
    }
    checkpointer.execute("PRAGMA wal_checkpoint(PASSIVE)");
  }

  private void reap() {
    for (int i = 0; i < REAPING_ROUNDS && writer.reaper().hasWork(); i++) {
      if (!writer.tryEnterForMaintenance()) {
        return;
      }
      SqliteTransaction transaction =
          storage.beginInTurn(Durability.BUFFERED, Reaper.ROWS_IN_BACKGROUND);
      try {
        transaction.commit();
      } finally {
        transaction.rollback();
      }
    }
  }

  /** Called where no reader is at work: a long one may have been in the log's way. */
  void restartLogWhereExceeded() {
    if (!writer.logLimit().isExceeded() || !storage.isWritable() || !lock.tryLock()) {
      return;
    }
    try {
      if (writer.logLimit().isExceeded() && writer.tryEnterForMaintenance()) {
        restartLogInTurn();
      }
    } finally {
      lock.unlock();
    }
  }

  private void restartLogInTurn() {
    try {
      storage.startTurn();
      writer.restartLog(log);
    } catch (StorageException e) {
      // Not the reader's concern: the next writer opens another connection, tries too, and tells.
    } finally {
      storage.endTurn();
    }
  }

  /** Writes the file anew without its free pages; answers how many bytes that was. */
  long reclaim() {
    writer.enterForMaintenance();
    try {
      storage.checkOpen();
      storage.startTurn();
      return writer.reclaim();
    } finally {
      storage.endTurn();
    }
  }

  /** Spares the next start some counting. Who is writing still is cut off, and the start counts. */
  void storeNumbers() {
    if (!writer.tryEnterForMaintenance()) {
      return;
    }
    try {
      writer.storeAll();
    } catch (StorageException e) {
      // The numbers that are stored are right, too: the next start adds what they leave out.
    } finally {
      writer.leave();
    }
  }

  /** Waits for whoever is at it. */
  void close() {
    lock.lock();
    try {
      checkpointer.close();
    } finally {
      lock.unlock();
    }
  }
}
