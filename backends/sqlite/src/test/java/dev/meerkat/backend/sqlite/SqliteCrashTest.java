package dev.meerkat.backend.sqlite;

import dev.meerkat.contract.fault.StorageCrashContract;
import dev.meerkat.spi.storage.StorageProvider;
import java.util.List;

final class SqliteCrashTest extends StorageCrashContract {
  @Override
  protected StorageProvider provider() {
    return new SqliteStorageProvider();
  }

  @Override
  protected List<String> jvmOptions() {
    return List.of("--enable-native-access=ALL-UNNAMED");
  }
}
