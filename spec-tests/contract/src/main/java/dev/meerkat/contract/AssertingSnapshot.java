package dev.meerkat.contract;

import dev.meerkat.spi.storage.Snapshot;
import java.util.List;

/** A snapshot that is used by one thread and whose cursors are closed before it. */
record AssertingSnapshot(Snapshot real, ReaderUse use) implements Snapshot {
  @Override
  public List<String> idents() {
    use.check();
    return real.idents();
  }

  @Override
  public void close() {
    use.checkThread();
    real.close();
    if (!use.hasEnded()) {
      use.end();
    }
  }
}
