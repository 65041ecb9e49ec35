package com.example.meerkat;

import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ExpressionProvider;
import dev.meerkat.spi.query.ParseScope;
import java.util.Set;
import org.bson.BsonValue;

/** Brings {@code $initials}. Threads: immutable. */
public final class ExampleExpressions implements ExpressionProvider {
  @Override
  public Set<String> names() {
    return Set.of(InitialsExpression.NAME);
  }

  @Override
  public Expression parse(String name, BsonValue spec, ParseScope scope) {
    return new InitialsExpression(scope.expression(spec));
  }
}
