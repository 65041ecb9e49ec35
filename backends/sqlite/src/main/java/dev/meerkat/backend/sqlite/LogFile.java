package dev.meerkat.backend.sqlite;

import dev.meerkat.spi.storage.StorageException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/**
 * SQLite's write-ahead log, opened beside SQLite to sync and to measure it. SQLite holds its locks
 * on the other two files, so closing this one drops none. A channel would be closed by an interrupt
 * of the thread that uses it; this is not. Threads: safe.
 */
final class LogFile implements AutoCloseable {
  private final RandomAccessFile file;

  LogFile(Path path) {
    try {
      this.file = new RandomAccessFile(path.toFile(), "rw");
    } catch (IOException e) {
      throw new StorageException.Failed("the log cannot be opened", e);
    }
  }

  /** Makes every commit so far durable: it is in the log, or in the file and synced there. */
  void sync() throws IOException {
    file.getFD().sync();
  }

  long sizeBytes() {
    try {
      return file.length();
    } catch (IOException e) {
      throw new StorageException.Failed("the log cannot be measured", e);
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new StorageException.Failed("the log cannot be closed", e);
    }
  }
}
