package dev.meerkat.query.expression;

import dev.meerkat.spi.DocumentView;
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
 * A variable, or the value at a path within it, such as {@code "$$item.price"}. Threads: immutable.
 *
 * @param path the path within the variable, or null for the variable itself
 * @see <a href="https://www.mongodb.com/docs/manual/reference/aggregation-variables/">Variables</a>
 */
record VariableExpression(String name, int slot, @Nullable FieldPath path) implements Expression {
  @Override
  public @Nullable BsonValue evaluate(DocumentView document, EvaluationScope scope) {
    BsonValue value = scope.variable(slot);
    return value == null || path == null ? value : ExpressionPaths.evaluate(path, value);
  }

  @Override
  public @Nullable Expression before(PathOrigin origin) {
    return this;
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    dependencies.variable(slot);
  }

  @Override
  public BsonValue describe() {
    return new BsonString("$$" + name + (path == null ? "" : "." + path.dotted()));
  }
}
