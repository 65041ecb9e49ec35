package dev.meerkat.query.expression;

import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ExpressionProvider;
import dev.meerkat.spi.query.ParseScope;
import java.util.Set;
import org.bson.BsonValue;

/** The comparison operators. Threads: immutable. */
public final class ComparisonExpressions implements ExpressionProvider {
  private static final Set<String> NAMES =
      Set.of("$cmp", "$eq", "$gt", "$gte", "$lt", "$lte", "$ne");

  /** Called by the service loader. */
  public ComparisonExpressions() {}

  @Override
  public Set<String> names() {
    return NAMES;
  }

  @Override
  public Expression parse(String name, BsonValue spec, ParseScope scope) {
    return switch (name) {
      case "$cmp" -> ComparisonExpression.parseCmp(spec, scope);
      case "$eq" -> ComparisonExpression.parse(name, spec, scope, c -> c == 0);
      case "$gt" -> ComparisonExpression.parse(name, spec, scope, c -> c > 0);
      case "$gte" -> ComparisonExpression.parse(name, spec, scope, c -> c >= 0);
      case "$lt" -> ComparisonExpression.parse(name, spec, scope, c -> c < 0);
      case "$lte" -> ComparisonExpression.parse(name, spec, scope, c -> c <= 0);
      case "$ne" -> ComparisonExpression.parse(name, spec, scope, c -> c != 0);
      default -> throw new IllegalArgumentException(name);
    };
  }
}
