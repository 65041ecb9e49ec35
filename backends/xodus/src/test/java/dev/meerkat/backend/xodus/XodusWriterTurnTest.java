package dev.meerkat.backend.xodus;

import dev.meerkat.contract.fault.WriterTurnContract;
import dev.meerkat.spi.storage.StorageProvider;

final class XodusWriterTurnTest extends WriterTurnContract {
  @Override
  protected StorageProvider provider() {
    return new XodusStorageProvider();
  }
}
