package dev.meerkat.backend.memory;

import dev.meerkat.contract.fault.StorageFaultContract;
import dev.meerkat.spi.storage.StorageProvider;

final class MemoryFaultTest extends StorageFaultContract {
  @Override
  protected StorageProvider provider() {
    return new MemoryStorageProvider();
  }
}
