package dev.meerkat.backend.sqlite;

import dev.meerkat.spi.storage.StorageException;
import java.io.IOException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * SQLite's write-ahead log, opened beside SQLite to sync and to measure it. SQLite has no locks on
 * it, so closing it drops none. An ordinary channel would be closed by an interrupt of the thread
 * that uses it; this is not. Threads: safe.
 */
final class LogFile implements AutoCloseable {
  private final AsynchronousFileChannel file;

  LogFile(Path path) {
    try {
      this.file = AsynchronousFileChannel.open(path, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new StorageException.Failed("the log cannot be opened", e);
    }
  }

  /**
   * Makes every commit so far durable: it is in the log, or in the file and synced there. The time
   * of the last write is not synced: it would make the file system commit its journal each time,
   * and who writes to the log meanwhile would wait for that.
   */
  void sync() throws IOException {
    file.force(false);
  }

  long sizeBytes() {
    try {
      return file.size();
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
