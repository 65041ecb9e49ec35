package dev.meerkat.backend.memory;

import dev.meerkat.contract.fault.WriterTurnContract;
import dev.meerkat.spi.storage.StorageProvider;

final class MemoryWriterTurnTest extends WriterTurnContract {
  @Override
  protected StorageProvider provider() {
    return new MemoryStorageProvider();
  }
}
