package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentView;
import org.jspecify.annotations.Nullable;

/** The documents that a stage makes, one at a time. Threads: confined to one operation. */
public abstract class StageCursor implements Cursor {
  private @Nullable DocumentView current;

  /** Makes the next document, or answers null, then and ever after, where there is none. */
  protected abstract @Nullable DocumentView next();

  @Override
  public final boolean advance() {
    current = next();
    return current != null;
  }

  @Override
  public final DocumentView current() {
    if (current == null) {
      throw new IllegalStateException("no document");
    }
    return current;
  }
}
