package dev.meerkat.query.expression;

import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import org.bson.BsonArray;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The element at an index; a negative one counts from the end.
 *
 * <p>Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/arrayElemAt/">$arrayElemAt</a>
 */
final class ArrayElemAtExpression {
  private ArrayElemAtExpression() {}

  static Expression parse(BsonValue spec, ParseScope scope) {
    return FunctionExpression.binary("$arrayElemAt", spec, scope, ArrayElemAtExpression::apply);
  }

  /** {@code $first} and {@code $last} of an array. */
  static Expression parseEnd(String name, BsonValue spec, ParseScope scope, int index) {
    return FunctionExpression.unary(
        name, spec, scope, value -> value.isNull() ? value : element(array(name, value), index));
  }

  private static @Nullable BsonValue apply(BsonValue value, BsonValue index) {
    if (value.isNull() || index.isNull()) {
      return BsonNull.VALUE;
    }
    BsonArray array = array("$arrayElemAt", value);
    if (!index.isNumber()) {
      throw Values.error(
          28690,
          "$arrayElemAt's second argument must be a numeric value, but is "
              + Values.typeName(index));
    }
    return element(array, Integers.exactInt32(index, 28691, "$arrayElemAt's second argument"));
  }

  private static BsonArray array(String name, BsonValue value) {
    return ArrayValues.require(value, 28689, name + "'s first argument");
  }

  private static @Nullable BsonValue element(BsonArray array, int index) {
    int position = index < 0 ? array.size() + index : index;
    return position < 0 || position >= array.size() ? null : array.get(position);
  }
}
