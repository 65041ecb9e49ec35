package dev.meerkat.query.expression;

import dev.meerkat.spi.ValueOrder;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import org.bson.BsonValue;

/**
 * The elements of all arrays, each once.
 *
 * <p>Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/setUnion/">$setUnion</a>
 */
final class SetUnionExpression {
  private SetUnionExpression() {}

  static Expression parse(BsonValue spec, ParseScope scope) {
    ValueOrder order = scope.order();
    return FunctionExpression.associative(
        "$setUnion", Associativity.ofSets(scope), spec, scope, values -> apply(order, values));
  }

  private static BsonValue apply(ValueOrder order, BsonValue[] arguments) {
    ValueSet union = new ValueSet(order);
    for (BsonValue argument : arguments) {
      if (argument.isNull()) {
        return argument;
      }
      union.addAll(ArrayValues.require(argument, 17043, "All operands of $setUnion"));
    }
    return union.toArray();
  }
}
