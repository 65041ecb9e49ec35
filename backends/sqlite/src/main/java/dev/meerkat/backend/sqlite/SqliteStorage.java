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
import java.util.function.Function;

/** An environment in one SQLite file. Threads: safe; closing it is guarded by itself. */
final class SqliteStorage implements Storage {
  private static final int KEPT_READERS = 16;
  private static final int LARGE_READERS = 4;

  private final EnvironmentFile file;
  private final Writer writer;
  private final LogFile log;
  private final ReadPool readers;
  private final Maintenance maintenance;
  private final PublishedCatalog catalog;
  private volatile boolean closed;
  private volatile boolean readOnly;

  private SqliteStorage(EnvironmentFile file, Writer writer) {
    this.file = file;
    this.writer = writer;
    this.catalog = new PublishedCatalog(writer.load());
    startLog(writer);
    this.log = new LogFile(file.log());
    this.maintenance = new Maintenance(this, file, writer, log);
    this.readers =
        new ReadPool(KEPT_READERS, this::openReader, maintenance::restartLogWhereExceeded);
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
      return new SqliteSnapshot(this, readers, reader, catalog.read(reader, readers.version()));
    } catch (RuntimeException e) {
      readers.give(reader);
      throw e;
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

  PublishedCatalog catalog() {
    return catalog;
  }

  @Override
  public WriteTransaction begin(Durability durability) {
    checkOpen();
    writer.enter();
    return beginInTurn(durability, Reaper.ROWS_PER_COMMIT);
  }

  /** For who has the turn, which ends with the transaction, or here where none can begin. */
  SqliteTransaction beginInTurn(Durability durability, int rowsToReap) {
    try {
      checkOpen();
      checkWritable();
      startTurn();
      SqliteConnection connection = writer.begin(durability, log);
      return new SqliteTransaction(this, writer, connection, durability, rowsToReap);
    } catch (RuntimeException e) {
      endTurn();
      throw e;
    }
  }

  /** Begins what is written in the writer's turn: no idle reader is in its way. */
  void startTurn() {
    readers.writing();
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

  boolean isWritable() {
    return !closed && !readOnly;
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
    maintenance.checkpoint();
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
      reader.endWhereHolding();
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
    return maintenance.reclaim();
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    if (!readOnly) {
      maintenance.storeNumbers();
    }
    log.close();
    readers.close();
    maintenance.close();
    // The last connection moves the log into the file and removes it.
    writer.close();
  }
}
