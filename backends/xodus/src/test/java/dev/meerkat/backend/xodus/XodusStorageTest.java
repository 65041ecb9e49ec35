package dev.meerkat.backend.xodus;

import dev.meerkat.contract.StorageContract;
import dev.meerkat.spi.storage.StorageProvider;
import java.nio.file.Path;

final class XodusStorageTest extends StorageContract {
  @Override
  protected StorageProvider provider() {
    return new XodusStorageProvider();
  }

  @Override
  protected void writeNewerFormat(Path folder) {
    new Marker(Marker.FORMAT + 1, 0).write(folder);
  }

  /** Xodus removes whole files of its log, and never the newest ones. */
  @Override
  protected long boundedSizeBytes() {
    return 256L << 20;
  }
}
