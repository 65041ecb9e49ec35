package dev.meerkat.query.expression;

import dev.meerkat.spi.ValueOrder;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonValue;

/**
 * Whether all elements of one array are in another.
 *
 * <p>Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/setIsSubset/">$setIsSubset</a>
 */
final class SetIsSubsetExpression {
  private SetIsSubsetExpression() {}

  static Expression parse(BsonValue spec, ParseScope scope) {
    ValueOrder order = scope.order();
    List<Expression> operands = Arguments.exactly(2, "$setIsSubset", spec, scope);
    // A constant beside what is none is judged at once, and has a code of its own.
    if (!operands.getFirst().isConstant()
        && operands.getLast() instanceof LiteralExpression(BsonValue whole)) {
      ArrayValues.require(Values.orNull(whole), 17311, "both operands of $setIsSubset");
    }
    return new FunctionExpression(
        "$setIsSubset", operands, values -> apply(order, values[0], values[1]));
  }

  private static BsonValue apply(ValueOrder order, BsonValue left, BsonValue right) {
    BsonArray part = ArrayValues.require(left, 17046, "both operands of $setIsSubset");
    ValueSet whole = new ValueSet(order);
    whole.addAll(ArrayValues.require(right, 17042, "both operands of $setIsSubset"));
    for (BsonValue element : part) {
      if (!whole.contains(element)) {
        return BsonBoolean.FALSE;
      }
    }
    return BsonBoolean.TRUE;
  }
}
