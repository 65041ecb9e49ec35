package dev.meerkat.backend.sqlite;

import dev.meerkat.spi.storage.Storage;
import dev.meerkat.spi.storage.StorageOptions;
import dev.meerkat.spi.storage.StorageProvider;
import java.util.Set;

/** Brings {@code --storage sqlite}: all data in one SQLite file. Threads: immutable. */
public final class SqliteStorageProvider implements StorageProvider {
  @Override
  public Set<String> names() {
    return Set.of("sqlite");
  }

  @Override
  public Storage open(String name, StorageOptions options) {
    if (!names().contains(name)) {
      throw new IllegalArgumentException("no such storage: " + name);
    }
    silenceLogger();
    // First, while the server makes ready what the platform needs for the driver's date formats.
    SqliteConnection.loadLibrary();
    return SqliteStorage.open(options);
  }

  /**
   * The driver logs through SLF4J where its interface happens to be there, as it is beside Xodus.
   * Who embeds the server may bring a library to log with; a backend must not, for two of them
   * quarrel. Without one there is no place for such lines, and no need to say so.
   */
  private static void silenceLogger() {
    String property = "slf4j.internal.verbosity";
    if (System.getProperty(property) == null) {
      System.setProperty(property, "ERROR");
    }
  }
}
