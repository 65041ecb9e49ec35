package dev.meerkat.spi.query;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ValueSink;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A compiled aggregation expression. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/">Expressions</a>
 */
public interface Expression {
  /**
   * The expression's value for a document, or null for missing.
   *
   * @param document the document that {@code $$ROOT} means
   */
  @Nullable BsonValue evaluate(DocumentView document, EvaluationScope scope);

  /**
   * Puts the value into a sink, or puts nothing where it is missing. Built-in operators override
   * this where they can do it without an object.
   */
  default void evaluateInto(DocumentView document, EvaluationScope scope, ValueSink sink) {
    BsonValue value = evaluate(document, scope);
    if (value != null) {
      sink.value(value);
    }
  }

  /** Whether the value depends on nothing at all, so that it can be computed once at parse time. */
  default boolean isConstant() {
    return false;
  }

  /**
   * The expression that, before a stage, has the values that this one has behind it; null where
   * that is not known.
   */
  default @Nullable Expression before(PathOrigin origin) {
    return isConstant() ? this : null;
  }

  /** Reports the fields and variables that the value depends on. */
  default void dependencies(Dependencies dependencies) {
    dependencies.wholeDocument();
  }

  /** The expression in MongoDB's own syntax, as {@code explain} shows it. */
  BsonValue describe();
}
