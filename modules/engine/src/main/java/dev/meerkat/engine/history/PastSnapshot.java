package dev.meerkat.engine.history;

import dev.meerkat.spi.storage.Snapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A snapshot of the data as it was at a time. Threads: confined to one thread. */
record PastSnapshot(History history, Snapshot base, long time, @Nullable Overlay overlay)
    implements Snapshot, PastReader {
  @Override
  public List<String> idents() {
    return base.idents();
  }

  @Override
  public void close() {
    base.close();
  }
}
