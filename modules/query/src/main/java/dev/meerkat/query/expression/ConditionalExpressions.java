package dev.meerkat.query.expression;

import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ExpressionProvider;
import dev.meerkat.spi.query.ParseScope;
import java.util.Set;
import org.bson.BsonValue;

/** The conditional operators. Threads: immutable. */
public final class ConditionalExpressions implements ExpressionProvider {
  private static final Set<String> NAMES = Set.of("$cond", "$ifNull", "$switch");

  /** Called by the service loader. */
  public ConditionalExpressions() {}

  @Override
  public Set<String> names() {
    return NAMES;
  }

  @Override
  public Expression parse(String name, BsonValue spec, ParseScope scope) {
    return switch (name) {
      case "$cond" -> CondExpression.parse(spec, scope);
      case "$ifNull" -> IfNullExpression.parse(spec, scope);
      case "$switch" -> SwitchExpression.parse(spec, scope);
      default -> throw new IllegalArgumentException(name);
    };
  }
}
