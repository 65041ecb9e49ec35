package dev.meerkat.values;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ValueSink;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Follows a path through a document as aggregation's {@code "$a.b"} does: arrays on the way are
 * mapped, and a numeric component is only a key. Threads: immutable.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class ExpressionPaths {
  private ExpressionPaths() {}

  /** The value at the path's end, or null where it is missing. */
  public static @Nullable BsonValue evaluate(FieldPath path, DocumentView document) {
    throw new UnsupportedOperationException();
  }

  /** The value at the path's end within a value, for variables; or null where it is missing. */
  public static @Nullable BsonValue evaluate(FieldPath path, BsonValue root) {
    throw new UnsupportedOperationException();
  }

  /** Hands the value at the path's end to the sink, or nothing where it is missing. */
  public static void evaluateInto(FieldPath path, DocumentView document, ValueSink sink) {
    throw new UnsupportedOperationException();
  }
}
