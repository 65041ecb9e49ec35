package dev.meerkat.backend.memory;

import dev.meerkat.contract.fault.LeftTasksContract;
import dev.meerkat.spi.storage.StorageProvider;

final class MemoryLeftTasksTest extends LeftTasksContract {
  @Override
  protected StorageProvider provider() {
    return new MemoryStorageProvider();
  }
}
