package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentView;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * Makes one document of each of its input. Several in a row are one cursor, for a pipeline may have
 * a thousand stages and a connection's stack is small. Threads: confined to one operation.
 */
final class TransformCursor extends StageCursor {
  private final Cursor input;
  private final List<Step> steps;

  /** Makes one document of another. */
  @FunctionalInterface
  interface Transform {
    DocumentView apply(DocumentView document);

    /** Whether documents leave with the metadata that it gives them, not with what they had. */
    default boolean setsMetadata() {
      return false;
    }

    /** Called once no more documents come. */
    default void close() {}
  }

  /** What one stage does. */
  private record Step(Transform transform, boolean isChecked) {}

  TransformCursor(Cursor input, Transform transform) {
    this(input, transform, true);
  }

  /**
   * Takes a transform that keeps documents to a size of its own.
   *
   * @param isChecked whether documents are kept to the size of any other
   */
  TransformCursor(Cursor input, Transform transform, boolean isChecked) {
    if (input instanceof TransformCursor before) {
      this.input = before.input;
      this.steps = before.steps;
    } else {
      this.input = input;
      this.steps = new ArrayList<>();
    }
    steps.add(new Step(transform, isChecked));
  }

  @Override
  protected @Nullable DocumentView next() {
    if (!input.advance()) {
      return null;
    }
    DocumentView document = input.current();
    BsonDocument metadata = document.metadata();
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      DocumentView made = step.transform.apply(document);
      if (step.transform.setsMetadata()) {
        metadata = made.metadata();
      }
      document = (step.isChecked ? Documents.checked(made) : made).withMetadata(metadata);
    }
    return document;
  }

  @Override
  public void close() {
    input.close();
    for (Step step : steps) {
      step.transform.close();
    }
  }
}
