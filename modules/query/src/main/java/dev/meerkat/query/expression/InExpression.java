package dev.meerkat.query.expression;

import dev.meerkat.spi.ValueOrder;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Whether a value stands in an array.
 *
 * <p>Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/in/">$in</a>
 */
final class InExpression {
  private InExpression() {}

  static Expression parse(BsonValue spec, ParseScope scope) {
    ValueOrder order = scope.order();
    return new MissingAwareExpression(
        "$in",
        Arguments.exactly(2, "$in", spec, scope),
        values -> apply(order, values[0], Values.orNull(values[1])));
  }

  private static BsonValue apply(ValueOrder order, @Nullable BsonValue wanted, BsonValue value) {
    BsonArray array = ArrayValues.require(value, 40081, "$in's second argument");
    for (BsonValue element : array) {
      if (order.equal(element, wanted)) {
        return BsonBoolean.TRUE;
      }
    }
    return BsonBoolean.FALSE;
  }
}
