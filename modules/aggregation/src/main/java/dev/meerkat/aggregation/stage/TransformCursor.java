package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentView;
import org.jspecify.annotations.Nullable;

/** Makes one document of each of its input. Threads: confined to one operation. */
final class TransformCursor implements Cursor {
  private final Cursor input;
  private final Transform transform;
  private @Nullable DocumentView current;

  /** Makes one document of another. */
  @FunctionalInterface
  interface Transform {
    DocumentView apply(DocumentView document);
  }

  TransformCursor(Cursor input, Transform transform) {
    this.input = input;
    this.transform = transform;
  }

  @Override
  public boolean advance() {
    if (!input.advance()) {
      current = null;
      return false;
    }
    current = transformed(input.current());
    return true;
  }

  /** Outside of {@link #advance}, whose frames lie on the stack once for each stage. */
  private DocumentView transformed(DocumentView document) {
    return Documents.checked(transform.apply(document)).withMetadata(document.metadata());
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
    input.close();
  }
}
