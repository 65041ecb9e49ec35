package dev.meerkat.backend.xodus;

import dev.meerkat.contract.fault.StorageFaultContract;
import dev.meerkat.spi.storage.StorageProvider;

final class XodusFaultTest extends StorageFaultContract {
  @Override
  protected StorageProvider provider() {
    return new XodusStorageProvider();
  }
}
