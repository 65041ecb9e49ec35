package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.StageContext;
import org.jspecify.annotations.Nullable;

/**
 * What a blocking stage answers: it reads all of its input at the first {@link #advance()}.
 * Threads: confined to one operation.
 */
final class BlockingCursor implements Cursor {
  private final Cursor input;
  private final StageContext context;
  private final Work work;
  private @Nullable Cursor output;

  /** Makes documents of a whole input. */
  @FunctionalInterface
  interface Work {
    Cursor run(Cursor input, StageContext context);
  }

  BlockingCursor(Cursor input, StageContext context, Work work) {
    this.input = input;
    this.context = context;
    this.work = work;
  }

  @Override
  public boolean advance() {
    if (output == null) {
      output = work.run(input, context);
      input.close();
    }
    return output.advance();
  }

  @Override
  public DocumentView current() {
    if (output == null) {
      throw new IllegalStateException("no document yet");
    }
    return output.current();
  }

  @Override
  public void close() {
    input.close();
    if (output != null) {
      output.close();
    }
  }
}
