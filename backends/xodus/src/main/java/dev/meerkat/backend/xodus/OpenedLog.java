package dev.meerkat.backend.xodus;

import dev.meerkat.spi.storage.StorageException;
import dev.meerkat.spi.storage.StorageOptions;
import java.nio.file.Path;
import jetbrains.exodus.ByteIterable;
import jetbrains.exodus.env.Cursor;
import jetbrains.exodus.env.Environment;
import jetbrains.exodus.env.EnvironmentConfig;
import jetbrains.exodus.env.EnvironmentImpl;
import jetbrains.exodus.env.Environments;
import jetbrains.exodus.env.Store;
import jetbrains.exodus.env.StoreConfig;
import jetbrains.exodus.env.Transaction;
import jetbrains.exodus.io.FileDataReader;
import jetbrains.exodus.log.LogConfig;
import org.jspecify.annotations.Nullable;

/**
 * Xodus's environment with its one store, opened and read for the first time. Threads: immutable.
 */
record OpenedLog(EnvironmentImpl environment, LogWriter writer, Store store, Catalog catalog) {
  /**
   * A record must fit in one log file, and Xodus refuses to open an environment with another size
   * than it was created with: never change it.
   */
  private static final long FILE_KIBIBYTES = 64 << 10;

  /** Half of Xodus's own choice: a single write copies less, and the log grows by a fifth less. */
  private static final int TREE_PAGE_ENTRIES = 64;

  private static final int CACHE_PAGE_BYTES = 64 << 10;
  private static final int MIN_CACHE_PAGES = 16;
  private static final int CLEANING_MILLIS = 100;

  static final String STORE = "meerkat";

  static OpenedLog open(StorageOptions options) {
    silenceLogger();
    Path folder = options.folder();
    Marker marker = Marker.read(folder);
    FileDataReader reader = new FileDataReader(folder.toFile());
    LogWriter writer = new LogWriter(reader, folder, options.maxBytes(), marker.durableEnd());
    @Nullable Environment opened = null;
    try {
      LogConfig log = LogConfig.create(reader, writer);
      opened = Environments.newInstance(log, configuration(options));
      if (!(opened instanceof EnvironmentImpl environment)) {
        throw new IllegalStateException("an unknown kind of environment");
      }
      if (environment.getLog().getHighAddress() < marker.durableEnd()) {
        throw new StorageException.Corrupt("the end of the Xodus log is missing", null);
      }
      writer.attach(environment);
      Store store = environment.computeInTransaction(OpenedLog::openStore);
      Catalog catalog = environment.computeInReadonlyTransaction(t -> load(store, t));
      return new OpenedLog(environment, writer, store, catalog);
    } catch (RuntimeException e) {
      release(opened, writer);
      throw Failures.reading(e);
    }
  }

  private static Store openStore(Transaction transaction) {
    return transaction
        .getEnvironment()
        .openStore(STORE, StoreConfig.WITHOUT_DUPLICATES, transaction);
  }

  private static Catalog load(Store store, Transaction transaction) {
    return Catalog.load(
        new XodusReader() {
          @Override
          public int number(String ident, boolean records) {
            throw new IllegalStateException("no tables yet");
          }

          @Override
          public Catalog.Counts counts(String ident) {
            throw new IllegalStateException("no tables yet");
          }

          @Override
          public @Nullable ByteIterable get(byte[] key) {
            return store.get(transaction, XodusReader.iterable(key));
          }

          @Override
          public Cursor open(KeyCursor owner) {
            return store.openCursor(transaction);
          }

          @Override
          public void checkOpen() {}
        });
  }

  private static EnvironmentConfig configuration(StorageOptions options) {
    EnvironmentConfig config = new EnvironmentConfig();
    config.setLogFileSize(FILE_KIBIBYTES);
    config.setLogCachePageSize(CACHE_PAGE_BYTES);
    config.setLogCacheShared(false);
    config.setMemoryUsage(cacheBytes(options.cacheBytes()));
    config.setTreeMaxPageSize(TREE_PAGE_ENTRIES);
    config.setLogDurableWrite(false);
    // Where the files may lie is for whoever chose the folder to say.
    config.setLogAllowRemovable(true);
    config.setLogAllowRemote(true);
    config.setLogAllowRamDisk(true);
    // The cleaner holds the writer up: in short pieces, and while it runs nobody is told to wait.
    config.setGcTransactionTimeout(CLEANING_MILLIS);
    // No watchdog: snapshots are short by contract.
    config.setEnvMonitorTxnsTimeout(0);
    config.setEnvMonitorTxnsExpirationTimeout(0);
    config.setEnvGatherStatistics(false);
    config.setManagementEnabled(false);
    return config;
  }

  /** Xodus refuses a cache as large as the heap. */
  private static long cacheBytes(long wanted) {
    long most = Math.max(Runtime.getRuntime().maxMemory() / 4, MIN_CACHE_PAGES * CACHE_PAGE_BYTES);
    return Math.clamp(wanted, MIN_CACHE_PAGES * CACHE_PAGE_BYTES, most);
  }

  private static void release(@Nullable Environment opened, LogWriter writer) {
    try {
      if (opened != null) {
        opened.close();
      } else {
        // An environment that fails to open leaves its file and its lock behind.
        writer.close();
        writer.release();
      }
    } catch (RuntimeException e) {
      // The first failure is the one to tell.
      return;
    }
  }

  /** Without a logging library there is no place for Xodus's log lines, and no need to say so. */
  private static void silenceLogger() {
    String property = "slf4j.internal.verbosity";
    if (System.getProperty(property) == null) {
      System.setProperty(property, "ERROR");
    }
  }
}
