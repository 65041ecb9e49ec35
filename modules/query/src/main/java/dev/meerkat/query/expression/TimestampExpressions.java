package dev.meerkat.query.expression;

import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ExpressionProvider;
import dev.meerkat.spi.query.ParseScope;
import java.util.Set;
import org.bson.BsonValue;

/** The timestamp operators. Threads: immutable. */
public final class TimestampExpressions implements ExpressionProvider {
  private static final Set<String> NAMES = Set.of("$tsIncrement", "$tsSecond");

  /** Called by the service loader. */
  public TimestampExpressions() {}

  @Override
  public Set<String> names() {
    return NAMES;
  }

  @Override
  public Expression parse(String name, BsonValue spec, ParseScope scope) {
    return switch (name) {
      case "$tsIncrement" -> TimestampPartExpression.INCREMENT.parse(spec, scope);
      case "$tsSecond" -> TimestampPartExpression.SECOND.parse(spec, scope);
      default -> throw new IllegalArgumentException(name);
    };
  }
}
