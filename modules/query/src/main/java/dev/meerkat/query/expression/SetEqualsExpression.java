package dev.meerkat.query.expression;

import dev.meerkat.spi.ValueOrder;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import java.util.List;
import org.bson.BsonValue;

/**
 * Whether arrays hold the same elements, regardless of order and repetition.
 *
 * <p>Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/setEquals/">$setEquals</a>
 */
final class SetEqualsExpression {
  private SetEqualsExpression() {}

  static Expression parse(BsonValue spec, ParseScope scope) {
    List<Expression> arguments = Arguments.any(spec, scope);
    if (arguments.size() < 2) {
      throw Values.error(17045, "$setEquals needs at least two arguments had: " + arguments.size());
    }
    for (Expression argument : arguments) {
      if (argument instanceof LiteralExpression(BsonValue value)
          && !Values.orNull(value).isArray()) {
        throw Values.error(
            5887502, "All operands of $setEquals must be arrays: " + Values.typeName(value));
      }
    }
    ValueOrder order = scope.order();
    return new FunctionExpression("$setEquals", arguments, values -> apply(order, values));
  }

  private static BsonValue apply(ValueOrder order, BsonValue[] arguments) {
    ValueSet first = set(order, arguments[0]);
    boolean equal = true;
    for (int i = 1; i < arguments.length; i++) {
      ValueSet other = set(order, arguments[i]);
      equal = equal && first.size() == other.size() && containsAll(first, other);
    }
    return Values.bool(equal);
  }

  private static ValueSet set(ValueOrder order, BsonValue value) {
    ValueSet set = new ValueSet(order);
    set.addAll(ArrayValues.require(value, 17044, "All operands of $setEquals"));
    return set;
  }

  private static boolean containsAll(ValueSet set, ValueSet other) {
    for (BsonValue value : other.toArray()) {
      if (!set.contains(value)) {
        return false;
      }
    }
    return true;
  }
}
