package dev.meerkat.backend.sqlite;

import dev.meerkat.spi.storage.StorageException;
import dev.meerkat.spi.storage.StorageOptions;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The SQLite file: its name, format and settings. Threads: immutable.
 *
 * @param path the file
 * @param options how the environment is opened
 */
record EnvironmentFile(Path path, StorageOptions options) {
  /** In the file's header: "Meerkat's". */
  static final int APPLICATION_ID = 0x4D4B4154;

  /** Grows with every change that an older version could not read. */
  static final int FORMAT = 2;

  /** The format before lacks a column, which is added. */
  private static final int FORMAT_WITHOUT_COUNTED = 1;

  /**
   * Against 4096, bulk inserts with an index cost a fifth less, and documents of up to 8 KB do not
   * overflow; the price is a log twice as long and a sixth more work for a single insert.
   */
  static final int PAGE_BYTES = 8192;

  private static final String NAME = "meerkat.sqlite";

  /** Readers wait this long where a recovery holds the file. */
  private static final int READER_WAIT_MILLIS = 10_000;

  /** The writer waits this long for readers, when it shortens the log. */
  static final int WRITER_WAIT_MILLIS = 100;

  EnvironmentFile(StorageOptions options) {
    this(options.folder().resolve(NAME), options);
  }

  static Path in(Path folder) {
    return folder.resolve(NAME);
  }

  Path log() {
    return path.resolveSibling(NAME + "-wal");
  }

  /** Where other programs, and this one on Windows, keep the index of the log. */
  Path sharedIndex() {
    return path.resolveSibling(NAME + "-shm");
  }

  /** Makes the file where there is none, and refuses what is not ours. */
  void prepare() {
    try {
      if (!Files.exists(path)) {
        if (Files.exists(log())) {
          throw new StorageException.Corrupt("there is a log without its SQLite file", null);
        }
        create();
      } else if (Files.size(path) == 0) {
        throw new StorageException.Corrupt("the SQLite file is empty", null);
      }
    } catch (IOException e) {
      throw new StorageException.Failed("the storage folder cannot be used", e);
    }
  }

  /** The file appears under its name only when it is whole: an empty one is always damage. */
  private void create() throws IOException {
    Path fresh = path.resolveSibling(NAME + ".new");
    Files.deleteIfExists(fresh);
    SqliteConnection connection = SqliteConnection.open(fresh, true);
    try {
      connection.execute("PRAGMA page_size = " + PAGE_BYTES);
      // Nobody reads a file under this name: it needs no journal, and one sync at the end.
      connection.execute("PRAGMA journal_mode = OFF");
      connection.execute("PRAGMA synchronous = OFF");
      connection.execute("BEGIN");
      connection.execute("PRAGMA application_id = " + APPLICATION_ID);
      connection.execute("PRAGMA user_version = " + FORMAT);
      Sql.SCHEMA.forEach(connection::execute);
      connection.execute("INSERT INTO counters(number, count, bytes) VALUES(0, 0, 0)");
      connection.execute("COMMIT");
      connection.execute("PRAGMA journal_mode = WAL");
    } finally {
      connection.close();
    }
    try (FileChannel written = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
      written.force(true);
    }
    Path _ = Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
  }

  /** The connection that writes. It checks the format first. */
  SqliteConnection openWriter() {
    SqliteConnection connection = SqliteConnection.open(path, false);
    try {
      checkFormat(connection);
      removeUnusedIndex();
      configure(connection, WRITER_WAIT_MILLIS, options.cacheBytes() / 4);
      connection.execute("PRAGMA journal_mode = WAL");
      if (options.maxBytes() != StorageOptions.UNLIMITED) {
        connection.execute("PRAGMA max_page_count = " + options.maxBytes() / PAGE_BYTES);
      }
      return connection;
    } catch (RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /** Whoever used it is gone: the file has been read, so it is locked for this process alone. */
  private void removeUnusedIndex() {
    if (FileName.IS_LOCKED_ONCE) {
      try {
        boolean _ = Files.deleteIfExists(sharedIndex());
      } catch (IOException e) {
        throw new StorageException.Failed("the index of the log cannot be removed", e);
      }
    }
  }

  private static void checkFormat(SqliteConnection connection) {
    if (connection.number("PRAGMA application_id") != APPLICATION_ID) {
      throw new StorageException.Corrupt("the SQLite file is not Meerkat's", null);
    }
    long format = connection.number("PRAGMA user_version");
    if (format == FORMAT_WITHOUT_COUNTED) {
      connection.execute("BEGIN IMMEDIATE");
      connection.execute(Sql.ADD_COUNTED);
      connection.execute("PRAGMA user_version = " + FORMAT);
      connection.execute("COMMIT");
    } else if (format != FORMAT) {
      throw new StorageException.Unsupported(
          "the storage format is unknown {found: " + format + ", known: " + FORMAT + "}");
    }
  }

  /**
   * A connection that reads.
   *
   * @param cacheBytes memory for its pages
   */
  SqliteConnection openReader(long cacheBytes) {
    SqliteConnection connection = SqliteConnection.open(path, false);
    try {
      configure(connection, READER_WAIT_MILLIS, cacheBytes);
      connection.execute("PRAGMA query_only = ON");
      return connection;
    } catch (RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /** A connection that copies the file. */
  SqliteConnection openBackup() {
    SqliteConnection connection = SqliteConnection.open(path, false);
    try {
      configure(connection, READER_WAIT_MILLIS, 1 << 20);
      return connection;
    } catch (RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /** A connection for checkpoints in the background; it waits for nobody. */
  SqliteConnection openCheckpointer() {
    SqliteConnection connection = SqliteConnection.open(path, false);
    try {
      configure(connection, 0, 1 << 20);
      connection.execute("PRAGMA synchronous = NORMAL");
      return connection;
    } catch (RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /** Bytes of pages that hold nothing. */
  long freeBytes(SqliteConnection connection) {
    return connection.number("PRAGMA freelist_count") * PAGE_BYTES;
  }

  private static void configure(SqliteConnection connection, int waitMillis, long cacheBytes) {
    connection.execute("PRAGMA busy_timeout = " + waitMillis);
    // SQLite takes no more kibibytes than an int holds.
    long kibibytes = Math.clamp(cacheBytes >> 10, 512, Integer.MAX_VALUE);
    connection.execute("PRAGMA cache_size = -" + kibibytes);
    // The background and the writer's turn see to the log; a commit in between must not.
    connection.execute("PRAGMA wal_autocheckpoint = 0");
    // A truncated file under a memory map would kill the process.
    connection.execute("PRAGMA mmap_size = 0");
    connection.execute("PRAGMA cell_size_check = ON");
    connection.execute("PRAGMA trusted_schema = OFF");
    connection.execute("PRAGMA temp_store = MEMORY");
  }
}
