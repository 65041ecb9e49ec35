package dev.meerkat.query.expression;

import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ExpressionProvider;
import dev.meerkat.spi.query.ParseScope;
import java.util.Set;
import org.bson.BsonValue;

/** The set operators. Threads: immutable. */
public final class SetExpressions implements ExpressionProvider {
  private static final Set<String> NAMES =
      Set.of(
          "$allElementsTrue",
          "$anyElementTrue",
          "$setDifference",
          "$setEquals",
          "$setIntersection",
          "$setIsSubset",
          "$setUnion");

  /** Called by the service loader. */
  public SetExpressions() {}

  @Override
  public Set<String> names() {
    return NAMES;
  }

  @Override
  public Expression parse(String name, BsonValue spec, ParseScope scope) {
    return switch (name) {
      case "$allElementsTrue" -> AllElementsTrueExpression.parse(name, spec, scope, 17040, false);
      case "$anyElementTrue" -> AllElementsTrueExpression.parse(name, spec, scope, 17041, true);
      case "$setDifference" -> SetDifferenceExpression.parse(spec, scope);
      case "$setEquals" -> SetEqualsExpression.parse(spec, scope);
      case "$setIntersection" -> SetIntersectionExpression.parse(spec, scope);
      case "$setIsSubset" -> SetIsSubsetExpression.parse(spec, scope);
      case "$setUnion" -> SetUnionExpression.parse(spec, scope);
      default -> throw new IllegalArgumentException(name);
    };
  }
}
