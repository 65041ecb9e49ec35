package dev.meerkat.query.expression;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ValueSink;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.PathOrigin;
import dev.meerkat.values.ExpressionPaths;
import dev.meerkat.values.FieldPath;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The value at a path of the document, such as {@code "$a.b"}. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/core/field-paths/">Field paths</a>
 */
public record FieldPathExpression(FieldPath path) implements Expression {
  @Override
  public @Nullable BsonValue evaluate(DocumentView document, EvaluationScope scope) {
    return ExpressionPaths.evaluate(path, document);
  }

  @Override
  public void evaluateInto(DocumentView document, EvaluationScope scope, ValueSink sink) {
    ExpressionPaths.evaluateInto(path, document, sink);
  }

  @Override
  public @Nullable Expression before(PathOrigin origin) {
    String old = origin.of(path.dotted());
    return old == null ? null : new FieldPathExpression(FieldPath.parse(old));
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    dependencies.field(path.dotted());
  }

  @Override
  public BsonValue describe() {
    return new BsonString("$" + path.dotted());
  }
}
