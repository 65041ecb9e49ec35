package dev.meerkat.engine.collection;

import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;

/**
 * Documents with their record ids, as {@code showRecordId} asks. Threads: confined to one
 * operation.
 */
final class RecordIdCursor implements Cursor {
  private final Cursor input;
  private final PlanCursor plan;
  private final DocumentBuilder builder = new DocumentBuilder(512);

  /**
   * @param input the documents, perhaps projected
   * @param plan what they come from
   */
  RecordIdCursor(Cursor input, PlanCursor plan) {
    this.input = input;
    this.plan = plan;
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
        .appendInt64("$recordId", plan.recordId())
        .toView();
  }

  @Override
  public void close() {
    input.close();
  }
}
