package dev.meerkat.backend.sqlite;

import dev.meerkat.contract.fault.StorageFaultContract;
import dev.meerkat.spi.storage.StorageProvider;

final class SqliteFaultTest extends StorageFaultContract {
  @Override
  protected StorageProvider provider() {
    return new SqliteStorageProvider();
  }
}
