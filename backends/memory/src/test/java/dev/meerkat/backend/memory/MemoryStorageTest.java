package dev.meerkat.backend.memory;

import dev.meerkat.contract.StorageContract;
import dev.meerkat.spi.storage.StorageProvider;
import java.nio.file.Path;

final class MemoryStorageTest extends StorageContract {
  @Override
  protected StorageProvider provider() {
    return new MemoryStorageProvider();
  }

  @Override
  protected void writeNewerFormat(Path folder) {
    throw new AssertionError("there is no format");
  }
}
