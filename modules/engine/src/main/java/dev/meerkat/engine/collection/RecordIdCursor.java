package dev.meerkat.engine.collection;

import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;

/**
 * Documents with their record ids, as {@code showRecordId} asks. Threads: confined to one
 * operation.
 */
final class RecordIdCursor implements Cursor {
  private final PlanCursor input;
  private final DocumentBuilder builder = new DocumentBuilder(512);

  RecordIdCursor(PlanCursor input) {
    this.input = input;
  }

  @Override
  public boolean advance() {
    return input.advance();
  }

  @Override
  public DocumentView current() {
    return builder
        .clear()
        .appendFields(input.current())
        .appendInt64("$recordId", input.recordId())
        .toView();
  }

  @Override
  public void close() {
    input.close();
  }
}
