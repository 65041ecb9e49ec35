package dev.meerkat.backend.sqlite;

import dev.meerkat.spi.storage.Durability;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.Snapshot;
import dev.meerkat.spi.storage.SortedTable;
import dev.meerkat.spi.storage.Storage;
import dev.meerkat.spi.storage.StorageBehavior;
import dev.meerkat.spi.storage.StorageException;
import dev.meerkat.spi.storage.StorageOptions;
import dev.meerkat.spi.storage.WriteTransaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.StampedLock;
import java.util.function.Function;

/**
 * An environment in one SQLite file. Threads: safe; the catalog is published together with the
 * commit that changes it, guarded by {@code catalogLock}.
 */
final class SqliteStorage implements Storage {
  private static final int KEPT_READERS = 16;
  private static final int LARGE_READERS = 4;
  private static final int REAPING_ROUNDS = 20;

  private final EnvironmentFile file;
  private final Writer writer;
  private final LogFile log;
  private final ReadPool readers;
  private final Checkpointer checkpointer;
  private final StampedLock catalogLock = new StampedLock();
  private volatile Catalog catalog;
  private volatile boolean closed;
  private volatile boolean readOnly;

  private SqliteStorage(EnvironmentFile file, Writer writer) {
    this.file = file;
    this.writer = writer;
    this.catalog = writer.load();
    startLog(writer);
    this.log = new LogFile(file.log());
    this.readers = new ReadPool(KEPT_READERS, this::openReader, this::restartLogWhereExceeded);
    this.checkpointer = new Checkpointer(file);
  }

  static SqliteStorage open(StorageOptions options) {
    EnvironmentFile file = new EnvironmentFile(options);
    file.prepare();
    Writer writer = new Writer(file);
    try {
      return new SqliteStorage(file, writer);
    } catch (RuntimeException e) {
      writer.close();
      throw e;
    }
  }

  /** A first synced commit makes the log, and makes its name in the folder durable. */
  private static void startLog(Writer writer) {
    SqliteConnection connection = writer.beginFirst();
    connection.change(Sql.COUNT_OPENING);
    SqliteStatement commit = connection.take(Sql.COMMIT);
    boolean _ = commit.step();
    connection.give(commit);
  }

  @Override
  public Set<StorageBehavior> lacks() {
    return Set.of();
  }

  @Override
  public Snapshot openSnapshot() {
    checkOpen();
    PooledReader reader = readers.take();
    try {
      long version = readers.version();
      Catalog held = reader.catalogOf(version);
      return new SqliteSnapshot(
          this, readers, reader, held == null ? begin(reader, version) : held);
    } catch (RuntimeException e) {
      readers.give(reader);
      throw e;
    }
  }

  /** Begins a read transaction and answers the catalog that goes with it. */
  private Catalog begin(PooledReader reader, long version) {
    if (reader.isHolding()) {
      reader.end();
    }
    long stamp = catalogLock.tryOptimisticRead();
    Catalog paired = catalog;
    reader.begin();
    if (!catalogLock.validate(stamp)) {
      reader.end();
      paired = beginBesideNoCatalogChange(reader);
    }
    reader.holds(paired, version);
    return paired;
  }

  private Catalog beginBesideNoCatalogChange(PooledReader reader) {
    long stamp = catalogLock.readLock();
    try {
      reader.begin();
      return catalog;
    } finally {
      catalogLock.unlockRead(stamp);
    }
  }

  /** The pool's first readers are the ones most used: they get most of the memory. */
  private SqliteConnection openReader(int others) {
    long bytes = file.options().cacheBytes() / 2;
    return file.openReader(
        others < LARGE_READERS
            ? bytes * 3 / 4 / LARGE_READERS
            : bytes / 4 / (KEPT_READERS - LARGE_READERS));
  }

  Catalog catalog() {
    return catalog;
  }

  /** Commits a change of the catalog so that every snapshot sees either both or neither. */
  void publish(Catalog changed, Runnable commit) {
    long stamp = catalogLock.writeLock();
    try {
      commit.run();
      catalog = changed;
    } finally {
      catalogLock.unlockWrite(stamp);
    }
  }

  @Override
  public WriteTransaction begin(Durability durability) {
    checkOpen();
    writer.enter();
    return beginInTurn(durability, Reaper.ROWS_PER_COMMIT);
  }

  private SqliteTransaction beginInTurn(Durability durability, int rowsToReap) {
    try {
      checkOpen();
      checkWritable();
      readers.writing();
      SqliteConnection connection = writer.begin(durability, log);
      return new SqliteTransaction(this, writer, connection, durability, rowsToReap);
    } catch (RuntimeException e) {
      endTurn();
      throw e;
    }
  }

  /** Ends the writer's turn: who opens a snapshot from now on sees what was committed in it. */
  void endTurn() {
    readers.written();
    writer.leave();
  }

  void checkOpen() {
    if (closed) {
      throw new StorageException.Closed();
    }
  }

  private void checkWritable() {
    if (readOnly) {
      throw new StorageException.Failed(
          "the environment is read-only until it is reopened, because a commit has failed", null);
    }
  }

  /** What is synced; once it is closed, no sync succeeds. */
  LogFile log() {
    return log;
  }

  /** Notes that a commit or a sync has failed. */
  void failed() {
    readOnly = true;
  }

  @Override
  public void sync() {
    checkOpen();
    checkWritable();
    try {
      log.sync();
    } catch (IOException e) {
      checkOpen();
      failed();
      throw new StorageException.Failed("the log cannot be synced", e);
    }
  }

  @Override
  public RecordStore recordStore(String ident) {
    checkOpen();
    return new SqliteRecordStore(ident);
  }

  @Override
  public SortedTable sortedTable(String ident) {
    checkOpen();
    return new SqliteSortedTable(ident);
  }

  @Override
  public void checkpoint() {
    checkOpen();
    if (readOnly) {
      return;
    }
    checkpointer.lock();
    try {
      checkOpen();
      checkpointer.copy();
      reap();
      // Somebody may copy the files from now on, before the next write transaction begins.
      writer.logLimit().forget();
    } finally {
      checkpointer.unlock();
    }
  }

  /** Removes rows of dropped tables while nobody else writes. */
  private void reap() {
    for (int i = 0; i < REAPING_ROUNDS && writer.reaper().hasWork(); i++) {
      if (!writer.tryEnterForMaintenance()) {
        return;
      }
      SqliteTransaction transaction = beginInTurn(Durability.BUFFERED, Reaper.ROWS_IN_BACKGROUND);
      try {
        transaction.commit();
      } finally {
        transaction.rollback();
      }
    }
  }

  /** Called where no reader is at work: a long one may have been in the log's way. */
  private void restartLogWhereExceeded() {
    if (!writer.logLimit().isExceeded() || closed || readOnly || !checkpointer.tryLock()) {
      return;
    }
    try {
      if (writer.logLimit().isExceeded() && writer.tryEnterForMaintenance()) {
        restartLogInTurn();
      }
    } finally {
      checkpointer.unlock();
    }
  }

  private void restartLogInTurn() {
    try {
      readers.writing();
      writer.restartLog(log);
    } catch (StorageException e) {
      // Not the reader's concern: the next writer opens another connection, tries too, and tells.
    } finally {
      endTurn();
    }
  }

  @Override
  public void backup(Path folder) {
    checkOpen();
    Backup.write(file, folder);
  }

  @Override
  public List<String> verify() {
    return reading(connection -> new Verification(connection).problems());
  }

  /** Reads outside any snapshot. */
  private <T> T reading(Function<SqliteConnection, T> work) {
    checkOpen();
    PooledReader reader = readers.take();
    try {
      if (reader.isHolding()) {
        reader.end();
      }
      return work.apply(reader.connection());
    } finally {
      readers.give(reader);
    }
  }

  @Override
  public long sizeBytes() {
    checkOpen();
    try {
      return Files.size(file.path()) + log.sizeBytes();
    } catch (IOException e) {
      throw new StorageException.Failed("the SQLite file cannot be measured", e);
    }
  }

  @Override
  public long reclaimableBytes() {
    return reading(file::freeBytes);
  }

  @Override
  public long reclaim(long leastBytes) {
    if (reclaimableBytes() < leastBytes) {
      return 0;
    }
    checkWritable();
    writer.enterForMaintenance();
    try {
      checkOpen();
      readers.writing();
      return writer.reclaim();
    } finally {
      endTurn();
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    storeNumbers();
    log.close();
    readers.close();
    checkpointer.close();
    // The last connection moves the log into the file and removes it.
    writer.close();
  }

  /** Spares the next start some counting. Who is writing still is cut off, and the start counts. */
  private void storeNumbers() {
    if (readOnly || !writer.tryEnterForMaintenance()) {
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
}
