package dev.meerkat.query.expression;

import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ExpressionProvider;
import dev.meerkat.spi.query.ParseScope;
import java.util.Set;
import org.bson.BsonValue;

/** The bitwise operators. Threads: immutable. */
public final class BitExpressions implements ExpressionProvider {
  private static final Set<String> NAMES = Set.of("$bitAnd", "$bitNot", "$bitOr", "$bitXor");

  /** Called by the service loader. */
  public BitExpressions() {}

  @Override
  public Set<String> names() {
    return NAMES;
  }

  @Override
  public Expression parse(String name, BsonValue spec, ParseScope scope) {
    return switch (name) {
      case "$bitAnd" -> BitExpression.parse(name, spec, scope, -1, (a, b) -> a & b);
      case "$bitNot" -> BitExpression.parseNot(spec, scope);
      case "$bitOr" -> BitExpression.parse(name, spec, scope, 0, (a, b) -> a | b);
      case "$bitXor" -> BitExpression.parse(name, spec, scope, 0, (a, b) -> a ^ b);
      default -> throw new IllegalArgumentException(name);
    };
  }
}
