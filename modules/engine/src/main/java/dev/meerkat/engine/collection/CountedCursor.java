package dev.meerkat.engine.collection;

import dev.meerkat.aggregation.stage.CountingStage;
import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentView;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a stage makes that wants nothing of its documents but how many there are. Threads: confined
 * to one operation.
 */
final class CountedCursor implements Cursor {
  private final CountingStage stage;
  private final LongSupplier count;
  private boolean isDone;
  private @Nullable DocumentView current;

  CountedCursor(CountingStage stage, LongSupplier count) {
    this.stage = stage;
    this.count = count;
  }

  @Override
  public boolean advance() {
    current = null;
    if (!isDone) {
      isDone = true;
      long all = count.getAsLong();
      current = all == 0 ? null : DocumentView.of(stage.counted(all));
    }
    return current != null;
  }

  @Override
  public DocumentView current() {
    if (current == null) {
      throw new IllegalStateException("no document");
    }
    return current;
  }

  @Override
  public void close() {
    isDone = true;
  }
}
