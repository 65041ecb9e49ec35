package dev.meerkat.query.expression;

import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ExpressionProvider;
import dev.meerkat.spi.query.ParseScope;
import java.util.Set;
import org.bson.BsonValue;

/** Literals and variables. Threads: immutable. */
public final class VariableExpressions implements ExpressionProvider {
  private static final Set<String> NAMES =
      Set.of("$const", "$expr", "$function", "$let", "$literal", "$meta", "$rand");

  /** Called by the service loader. */
  public VariableExpressions() {}

  @Override
  public Set<String> names() {
    return NAMES;
  }

  @Override
  public Expression parse(String name, BsonValue spec, ParseScope scope) {
    return switch (name) {
      case "$const", "$literal" -> new LiteralExpression(spec);
      case "$expr" -> scope.expression(spec);
      case "$function" -> FunctionOperator.parse(spec, scope);
      case "$let" -> LetExpression.parse(spec, scope);
      case "$meta" -> MetaExpression.parse(spec, scope);
      case "$rand" -> RandExpression.parse(spec);
      default -> throw new IllegalArgumentException(name);
    };
  }
}
