package dev.meerkat.query.expression;

import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ExpressionProvider;
import dev.meerkat.spi.query.ParseScope;
import java.util.Set;
import org.bson.BsonValue;

/** The object operators. Threads: immutable. */
public final class ObjectExpressions implements ExpressionProvider {
  private static final Set<String> NAMES =
      Set.of("$getField", "$mergeObjects", "$setField", "$unsetField");

  /** Called by the service loader. */
  public ObjectExpressions() {}

  @Override
  public Set<String> names() {
    return NAMES;
  }

  @Override
  public Expression parse(String name, BsonValue spec, ParseScope scope) {
    return switch (name) {
      case "$getField" -> GetFieldExpression.parse(spec, scope);
      case "$mergeObjects" -> MergeObjectsExpression.parse(spec, scope);
      case "$setField" -> SetFieldExpression.parseSet(spec, scope);
      case "$unsetField" -> SetFieldExpression.parseUnset(spec, scope);
      default -> throw new IllegalArgumentException(name);
    };
  }
}
