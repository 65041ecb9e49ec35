package dev.meerkat.query.expression;

import dev.meerkat.spi.ValueOrder;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import org.bson.BsonArray;
import org.bson.BsonNull;
import org.bson.BsonValue;

/**
 * The elements of one array that are not in another.
 *
 * <p>Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/setDifference/">$setDifference</a>
 */
final class SetDifferenceExpression {
  private SetDifferenceExpression() {}

  static Expression parse(BsonValue spec, ParseScope scope) {
    ValueOrder order = scope.order();
    return FunctionExpression.binary("$setDifference", spec, scope, (a, b) -> apply(order, a, b));
  }

  private static BsonValue apply(ValueOrder order, BsonValue left, BsonValue right) {
    if (left.isNull() || right.isNull()) {
      return BsonNull.VALUE;
    }
    BsonArray elements = ArrayValues.require(left, 17048, "both operands of $setDifference");
    ValueSet seen = new ValueSet(order);
    seen.addAll(ArrayValues.require(right, 17049, "both operands of $setDifference"));
    BsonArray difference = new BsonArray();
    for (BsonValue element : elements) {
      if (seen.add(element)) {
        difference.add(element);
      }
    }
    return difference;
  }
}
