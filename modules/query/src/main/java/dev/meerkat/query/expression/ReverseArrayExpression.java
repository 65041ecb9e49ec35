package dev.meerkat.query.expression;

import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import org.bson.BsonArray;
import org.bson.BsonValue;

/**
 * An array from its end to its beginning.
 *
 * <p>Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/reverseArray/">$reverseArray</a>
 */
final class ReverseArrayExpression {
  private ReverseArrayExpression() {}

  static Expression parse(BsonValue spec, ParseScope scope) {
    return FunctionExpression.unary(
        "$reverseArray",
        spec,
        scope,
        value ->
            value.isNull()
                ? value
                : new BsonArray(
                    ArrayValues.require(value, 34435, "The argument to $reverseArray").reversed()));
  }
}
