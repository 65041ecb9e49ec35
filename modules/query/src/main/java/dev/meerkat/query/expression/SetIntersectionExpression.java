package dev.meerkat.query.expression;

import dev.meerkat.spi.ValueOrder;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import org.bson.BsonArray;
import org.bson.BsonValue;

/**
 * The elements that all arrays hold.
 *
 * <p>Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/setIntersection/">$setIntersection</a>
 */
final class SetIntersectionExpression {
  private SetIntersectionExpression() {}

  static Expression parse(BsonValue spec, ParseScope scope) {
    ValueOrder order = scope.order();
    return FunctionExpression.associative(
        "$setIntersection",
        Associativity.ofSets(scope),
        spec,
        scope,
        values -> apply(order, values));
  }

  private static BsonValue apply(ValueOrder order, BsonValue[] arguments) {
    ValueSet common = new ValueSet(order);
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i].isNull()) {
        return arguments[i];
      }
      BsonArray array =
          ArrayValues.require(arguments[i], 17047, "All operands of $setIntersection");
      if (i == 0) {
        common.addAll(array);
      } else {
        retain(order, common, array);
      }
    }
    return common.toArray();
  }

  private static void retain(ValueOrder order, ValueSet common, BsonArray array) {
    ValueSet other = new ValueSet(order);
    other.addAll(array);
    for (BsonValue value : common.toArray()) {
      if (!other.contains(value)) {
        common.remove(value);
      }
    }
  }
}
