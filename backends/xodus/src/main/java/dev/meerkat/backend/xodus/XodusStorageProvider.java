package dev.meerkat.backend.xodus;

import dev.meerkat.spi.storage.Storage;
import dev.meerkat.spi.storage.StorageOptions;
import dev.meerkat.spi.storage.StorageProvider;
import java.util.Set;

/** Brings {@code --storage xodus}. Threads: safe. */
public final class XodusStorageProvider implements StorageProvider {
  private static final String NAME = "xodus";

  @Override
  public Set<String> names() {
    return Set.of(NAME);
  }

  @Override
  public Storage open(String name, StorageOptions options) {
    if (!name.equals(NAME)) {
      throw new IllegalArgumentException("not a name of this provider: " + name);
    }
    return XodusStorage.open(options);
  }
}
