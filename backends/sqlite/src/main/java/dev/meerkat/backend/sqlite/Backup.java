package dev.meerkat.backend.sqlite;

import dev.meerkat.spi.storage.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A copy of an environment as it is at one moment. Threads: stateless. */
final class Backup {
  private Backup() {}

  /**
   * Writes a synced copy.
   *
   * @param folder an empty one
   */
  static void write(EnvironmentFile file, Path folder) {
    try (Stream<Path> content = Files.list(folder)) {
      if (content.findAny().isPresent()) {
        throw new IllegalArgumentException("the folder for the backup is not empty");
      }
    } catch (IOException e) {
      throw new StorageException.Failed("the folder for the backup cannot be read", e);
    }
    Path copy = EnvironmentFile.in(folder);
    SqliteConnection connection = file.openBackup();
    try {
      connection.change("VACUUM INTO ?", copy.toAbsolutePath().toString());
    } finally {
      connection.close();
    }
    try (LogFile written = new LogFile(copy)) {
      written.sync();
    } catch (IOException e) {
      throw new StorageException.Failed("the backup cannot be synced", e);
    }
  }
}
