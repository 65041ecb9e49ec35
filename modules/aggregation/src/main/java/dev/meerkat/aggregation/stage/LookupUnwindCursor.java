package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code $lookup} and the {@code $unwind} of its array answer together: one document for
 * each that is found, and the array never is there. Threads: confined to one operation.
 */
final class LookupUnwindCursor extends StageCursor {
  private final Cursor input;
  private final LookupRun run;
  private final UnwindStage unwind;
  private final DocumentBuilder out = new DocumentBuilder(1024);
  private final DocumentBuilder withIndex = new DocumentBuilder(64);
  private DocumentView document = DocumentView.EMPTY;
  private @Nullable Cursor found;
  private long index;

  LookupUnwindCursor(Cursor input, LookupRun run, UnwindStage unwind) {
    this.input = input;
    this.run = run;
    this.unwind = unwind;
  }

  @Override
  protected @Nullable DocumentView next() {
    while (true) {
      Cursor open = found;
      if (open != null) {
        if (open.advance()) {
          return show(open.current(), index++);
        }
        found = null;
        open.close();
        if (index == 0 && unwind.preserve()) {
          return show(null, -1);
        }
      }
      if (!input.advance()) {
        return null;
      }
      // The input may move on in storage while what was found is answered.
      document = input.current().retain();
      index = 0;
      found = run.find(document);
    }
  }

  private DocumentView show(@Nullable DocumentView foreign, long at) {
    PathWriter.Value value =
        foreign == null
            ? null
            : (name, to) ->
                to.appendRaw(
                    name, BsonBytes.DOCUMENT, foreign.array(), foreign.offset(), foreign.length());
    return unwind.element(document, value, at, out, withIndex);
  }

  @Override
  public void close() {
    input.close();
    if (found != null) {
      found.close();
    }
    run.close();
  }
}
