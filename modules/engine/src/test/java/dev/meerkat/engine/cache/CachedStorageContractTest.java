package dev.meerkat.engine.cache;

import dev.meerkat.backend.memory.MemoryStorageProvider;
import dev.meerkat.contract.StorageContract;
import dev.meerkat.spi.storage.Storage;
import dev.meerkat.spi.storage.StorageOptions;
import dev.meerkat.spi.storage.StorageProvider;
import java.nio.file.Path;
import java.util.Set;

/** With a cache a storage is a storage. */
final class CachedStorageContractTest extends StorageContract {
  @Override
  protected StorageProvider provider() {
    return new StorageProvider() {
      @Override
      public Set<String> names() {
        return Set.of("memory");
      }

      @Override
      public Storage open(String name, StorageOptions options) {
        return CachedStorage.over(new MemoryStorageProvider().open(name, options), 1 << 20);
      }
    };
  }

  /** There are no files, which the backend says. */
  @Override
  protected void writeNewerFormat(Path folder) {
    throw new AssertionError("memory has no format");
  }
}
