package dev.meerkat.backend.sqlite;

import dev.meerkat.contract.fault.LeftTasksContract;
import dev.meerkat.spi.storage.StorageProvider;

final class SqliteLeftTasksTest extends LeftTasksContract {
  @Override
  protected StorageProvider provider() {
    return new SqliteStorageProvider();
  }
}
