package dev.meerkat.query.expression;

import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import org.bson.BsonValue;

/**
 * Whether a value is an array.
 *
 * <p>Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/isArray/">$isArray</a>
 */
final class IsArrayExpression {
  private IsArrayExpression() {}

  static Expression parse(BsonValue spec, ParseScope scope) {
    return FunctionExpression.unary("$isArray", spec, scope, v -> Values.bool(v.isArray()));
  }
}
