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
    return SqliteStorage.open(options);
  }
}
