package dev.meerkat.backend.sqlite;

import dev.meerkat.contract.fault.WriterTurnContract;
import dev.meerkat.spi.storage.StorageProvider;

final class SqliteWriterTurnTest extends WriterTurnContract {
  @Override
  protected StorageProvider provider() {
    return new SqliteStorageProvider();
  }
}
