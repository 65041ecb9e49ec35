package dev.meerkat.query.expression;

import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import org.bson.BsonArray;
import org.bson.BsonValue;

/**
 * A part of an array: so many elements from its beginning, its end, or a position.
 *
 * <p>Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/slice/">$slice</a>
 */
final class SliceExpression {
  private SliceExpression() {}

  static Expression parse(BsonValue spec, ParseScope scope) {
    return FunctionExpression.between(2, 3, "$slice", spec, scope, SliceExpression::apply);
  }

  private static BsonValue apply(BsonValue[] arguments) {
    for (BsonValue argument : arguments) {
      if (argument.isNull()) {
        return argument;
      }
    }
    BsonArray array = ArrayValues.require(arguments[0], 28724, "First argument to $slice");
    int second = number(arguments[1], 28725, 28726, "Second");
    if (arguments.length == 2) {
      return second >= 0
          ? part(array, 0, second)
          : part(array, Math.max(0, array.size() + second), array.size());
    }
    int count = number(arguments[2], 28727, 28728, "Third");
    if (count <= 0) {
      throw Values.error(28729, "Third argument to $slice must be positive: " + count);
    }
    int start = second < 0 ? Math.max(0, array.size() + second) : second;
    return part(array, start, count);
  }

  private static BsonArray part(BsonArray array, int start, int count) {
    int from = Math.min(start, array.size());
    int to = count > array.size() - from ? array.size() : from + count;
    return new BsonArray(array.subList(from, to));
  }

  private static int number(BsonValue value, int typeCode, int integralCode, String which) {
    if (!value.isNumber()) {
      throw Values.error(
          typeCode,
          which + " argument to $slice must be numeric, but is of type: " + Values.typeName(value));
    }
    return Integers.exactInt32(value, integralCode, which + " argument to $slice");
  }
}
