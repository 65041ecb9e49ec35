package dev.meerkat.backend.xodus;

import dev.meerkat.spi.storage.Durability;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.Snapshot;
import dev.meerkat.spi.storage.SortedTable;
import dev.meerkat.spi.storage.Storage;
import dev.meerkat.spi.storage.StorageBehavior;
import dev.meerkat.spi.storage.StorageException;
import dev.meerkat.spi.storage.StorageOptions;
import dev.meerkat.spi.storage.WriteTransaction;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import jetbrains.exodus.env.EnvironmentImpl;
import jetbrains.exodus.env.Store;
import jetbrains.exodus.env.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * One open Xodus environment. Threads: safe; commits and closing are guarded by one lock, the turn
 * of the one writer by a fair semaphore that the {@link Reaper} asks for too.
 */
final class XodusStorage implements Storage {
  private static final long BACKGROUND_PATIENCE_MILLIS = 100;

  private final Path folder;
  private final EnvironmentImpl environment;
  private final LogWriter writer;
  private final Store store;
  private final Catalog catalog;

  private final ReentrantLock commits = new ReentrantLock();
  private final Semaphore turn = new Semaphore(1, true);
  private final AtomicBoolean writing = new AtomicBoolean();
  private final AtomicInteger readers = new AtomicInteger();
  private long marked;
  private volatile boolean closed;
  private volatile StorageException.@Nullable Failed syncFailure;

  private XodusStorage(Path folder, OpenedLog log) {
    this.folder = folder;
    this.environment = log.environment();
    this.writer = log.writer();
    this.store = log.store();
    this.catalog = log.catalog();
  }

  /** Opens the environment in a folder, creating it where there is no log. */
  static XodusStorage open(StorageOptions options) {
    return new XodusStorage(options.folder(), OpenedLog.open(options));
  }

  @Override
  public Set<StorageBehavior> lacks() {
    return Set.of();
  }

  @Override
  public Snapshot openSnapshot() {
    checkOpen();
    return new XodusSnapshot(this);
  }

  @Override
  public WriteTransaction begin(Durability durability) {
    checkWritable();
    if (!writing.compareAndSet(false, true)) {
      throw new IllegalStateException("a write transaction is open already");
    }
    turn.acquireUninterruptibly();
    try {
      checkWritable();
      return new XodusWriteTransaction(this, durability, environment.beginTransaction());
    } catch (RuntimeException e) {
      endWriting();
      throw e instanceof StorageException ? e : Failures.writing(e);
    }
  }

  @Override
  public void sync() {
    checkWritable();
    syncLog();
  }

  @Override
  public RecordStore recordStore(String ident) {
    checkOpen();
    return new XodusRecordStore(ident);
  }

  @Override
  public SortedTable sortedTable(String ident) {
    checkOpen();
    return new XodusSortedTable(ident);
  }

  /**
   * Removes rows of dropped tables, notes how much of the log is durable, and wakes Xodus's
   * cleaner.
   */
  @Override
  public void checkpoint() {
    checkWritable();
    new Reaper(this).run();
    mark();
    environment.gc();
  }

  /** Notes how much of the log is durable by now; once for each state of the log. */
  private void mark() {
    commits.lock();
    try {
      checkWritable();
      long end = environment.getLog().getHighAddress();
      if (end > marked) {
        syncLog();
        new Marker(Marker.FORMAT, end).write(folder);
        marked = end;
      }
    } finally {
      commits.unlock();
    }
  }

  @Override
  public void backup(Path target) {
    checkOpen();
    Backup.checkEmpty(target);
    new Backup(folder, environment).write(target, this);
  }

  @Override
  public List<String> verify() {
    checkOpen();
    return new Verification(this).run();
  }

  @Override
  public long sizeBytes() {
    checkOpen();
    return LogFiles.bytes(folder);
  }

  @Override
  public void close() {
    commits.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      boolean durable = syncFailure == null;
      long end = environment.getLog().getHighAddress();
      environment.getEnvironmentConfig().setEnvCloseForcedly(readers.get() > 0 || writing.get());
      environment.close();
      if (durable) {
        // Closing writes a last commit of Xodus's own, and syncs.
        new Marker(Marker.FORMAT, writer.isTorn() ? end : LogFiles.end(folder)).write(folder);
      }
    } catch (RuntimeException e) {
      throw Failures.writing(e);
    } finally {
      commits.unlock();
    }
  }

  Store store() {
    return store;
  }

  Catalog catalog() {
    return catalog;
  }

  /** Begins a read-only transaction; {@code hook} runs in the moment whose state it sees. */
  Transaction beginReading(Runnable hook) {
    readers.incrementAndGet();
    try {
      return environment.beginReadonlyTransaction(hook);
    } catch (RuntimeException e) {
      readers.decrementAndGet();
      throw readingFailed(e);
    }
  }

  void endReading(Transaction transaction) {
    readers.decrementAndGet();
    abort(transaction);
  }

  /**
   * Commits a transaction of Xodus, and syncs it where asked.
   *
   * @param growing whether it adds something, so that the limit of bytes holds for it
   */
  void commit(Transaction transaction, Durability durability, boolean growing) {
    commits.lock();
    try {
      checkWritable();
      // The cleaner may have failed: it writes only while no other transaction is open.
      writer.repair();
      writer.limit(growing);
      if (!transaction.commit()) {
        throw new StorageException.WriteConflict("Xodus's cleaner was first");
      }
    } catch (RuntimeException e) {
      writer.repair();
      throw Failures.writing(e);
    } finally {
      writer.limit(false);
      commits.unlock();
    }
    if (durability == Durability.SYNCED) {
      syncLog();
    }
  }

  /** Ends a transaction without its changes, if it has not ended. */
  void abort(Transaction transaction) {
    try {
      if (!transaction.isFinished()) {
        transaction.abort();
      }
    } catch (RuntimeException e) {
      // With a closed environment there is nothing left to end.
      if (!closed) {
        throw Failures.writing(e);
      }
    }
  }

  void endWriting() {
    turn.release();
    writing.set(false);
  }

  /**
   * Runs one short piece of background writing between two of the writer's transactions; answers
   * false where the writer leaves no room for it.
   */
  boolean inTurn(Consumer<Transaction> work) {
    if (!acquireTurn()) {
      return false;
    }
    try {
      checkWritable();
      Transaction transaction = environment.beginTransaction();
      try {
        work.accept(transaction);
        commit(transaction, Durability.BUFFERED, false);
      } finally {
        abort(transaction);
      }
    } catch (RuntimeException e) {
      throw Failures.writing(e);
    } finally {
      turn.release();
    }
    return true;
  }

  private boolean acquireTurn() {
    try {
      return turn.tryAcquire(BACKGROUND_PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void syncLog() {
    try {
      environment.flushAndSync();
    } catch (RuntimeException e) {
      if (closed) {
        throw new StorageException.Closed();
      }
      // What was not written may be gone from the page cache: only a fresh start knows what is
      // there.
      StorageException.Failed failure =
          new StorageException.Failed("syncing failed; read-only until it is opened again", e);
      syncFailure = failure;
      throw failure;
    }
  }

  void checkOpen() {
    if (closed) {
      throw new StorageException.Closed();
    }
  }

  private void checkWritable() {
    checkOpen();
    StorageException.Failed failure = syncFailure;
    if (failure != null) {
      throw new StorageException.Failed("read-only since a sync failed", failure);
    }
  }

  StorageException readingFailed(RuntimeException cause) {
    return closed ? new StorageException.Closed() : Failures.reading(cause);
  }
}
