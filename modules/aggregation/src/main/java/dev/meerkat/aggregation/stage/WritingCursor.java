package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.StageContext;
import dev.meerkat.spi.query.StageTraits;

/**
 * Hands every document of its input to a writer, and answers none. Threads: confined to one
 * operation.
 */
final class WritingCursor implements Cursor {
  /** Of a stage that writes what it gets. */
  static final StageTraits TRAITS =
      StageTraits.of(StageTraits.Shape.BLOCKING)
          .at(StageTraits.Position.LAST)
          .notIn(
              StageTraits.Place.FACET,
              StageTraits.Place.LOOKUP,
              StageTraits.Place.UNION,
              StageTraits.Place.VIEW,
              StageTraits.Place.TRANSACTION,
              StageTraits.Place.CHANGE_STREAM);

  private final Cursor input;
  private final Writer writer;
  private final StageContext context;
  private boolean isDone;

  /** Takes the documents of one run. */
  interface Writer {
    void add(DocumentView document);

    /** Called once all documents have been added. */
    void finish();

    /** Called where the run ends before it has finished: undoes what nobody may see. */
    void abandon();
  }

  WritingCursor(Cursor input, Writer writer, StageContext context) {
    this.input = input;
    this.writer = writer;
    this.context = context;
  }

  @Override
  public boolean advance() {
    if (isDone) {
      return false;
    }
    isDone = true;
    boolean finished = false;
    try {
      while (input.advance()) {
        context.operation().checkInterrupted();
        writer.add(input.current());
      }
      writer.finish();
      finished = true;
    } finally {
      if (!finished) {
        writer.abandon();
      }
    }
    return false;
  }

  @Override
  public DocumentView current() {
    throw new IllegalStateException("a stage that writes answers no documents");
  }

  @Override
  public void close() {
    input.close();
  }
}
