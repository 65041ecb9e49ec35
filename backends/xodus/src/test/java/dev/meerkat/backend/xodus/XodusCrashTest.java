package dev.meerkat.backend.xodus;

import dev.meerkat.contract.fault.StorageCrashContract;
import dev.meerkat.spi.storage.StorageProvider;

final class XodusCrashTest extends StorageCrashContract {
  @Override
  protected StorageProvider provider() {
    return new XodusStorageProvider();
  }
}
