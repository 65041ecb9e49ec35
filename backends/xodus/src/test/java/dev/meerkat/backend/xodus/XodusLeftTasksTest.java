package dev.meerkat.backend.xodus;

import dev.meerkat.contract.fault.LeftTasksContract;
import dev.meerkat.spi.storage.StorageProvider;

final class XodusLeftTasksTest extends LeftTasksContract {
  @Override
  protected StorageProvider provider() {
    return new XodusStorageProvider();
  }
}
