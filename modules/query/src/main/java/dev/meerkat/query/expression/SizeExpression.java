package dev.meerkat.query.expression;

import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import org.bson.BsonInt32;
import org.bson.BsonValue;

/**
 * The number of an array's elements.
 *
 * <p>Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/size/">$size</a>
 */
final class SizeExpression {
  private SizeExpression() {}

  static Expression parse(BsonValue spec, ParseScope scope) {
    return FunctionExpression.unary(
        "$size",
        spec,
        scope,
        v -> new BsonInt32(ArrayValues.require(v, 17124, "The argument to $size").size()));
  }
}
