package dev.meerkat.query.expression;

import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ExpressionProvider;
import dev.meerkat.spi.query.ParseScope;
import java.util.Set;
import org.bson.BsonValue;

/** The boolean operators. Threads: immutable. */
public final class BooleanExpressions implements ExpressionProvider {
  private static final Set<String> NAMES = Set.of("$and", "$not", "$or");

  /** Called by the service loader. */
  public BooleanExpressions() {}

  @Override
  public Set<String> names() {
    return NAMES;
  }

  @Override
  public Expression parse(String name, BsonValue spec, ParseScope scope) {
    return switch (name) {
      case "$and" -> AndExpression.parse(name, spec, scope, false);
      case "$not" ->
          FunctionExpression.unary(name, spec, scope, v -> Values.bool(!Values.isTrue(v)));
      case "$or" -> AndExpression.parse(name, spec, scope, true);
      default -> throw new IllegalArgumentException(name);
    };
  }
}
