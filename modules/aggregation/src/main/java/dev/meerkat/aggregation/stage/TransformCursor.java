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
final class TransformCursor implements Cursor {
  private final Cursor input;
  private final List<Transform> transforms;
  private @Nullable DocumentView current;

  /** Makes one document of another. */
  @FunctionalInterface
  interface Transform {
    DocumentView apply(DocumentView document);
  }

  TransformCursor(Cursor input, Transform transform) {
    if (input instanceof TransformCursor before) {
      this.input = before.input;
      this.transforms = before.transforms;
    } else {
      this.input = input;
      this.transforms = new ArrayList<>();
    }
    transforms.add(transform);
  }

  @Override
  public boolean advance() {
    if (!input.advance()) {
      current = null;
      return false;
    }
    DocumentView document = input.current();
    BsonDocument metadata = document.metadata();
    for (int i = 0; i < transforms.size(); i++) {
      document = Documents.checked(transforms.get(i).apply(document)).withMetadata(metadata);
    }
    current = document;
    return true;
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
