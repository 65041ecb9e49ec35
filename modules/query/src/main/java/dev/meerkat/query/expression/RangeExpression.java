package dev.meerkat.query.expression;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import org.bson.BsonArray;
import org.bson.BsonInt32;
import org.bson.BsonValue;

/**
 * Whole numbers from a start up to, not including, an end.
 *
 * <p>Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/range/">$range</a>
 */
final class RangeExpression {
  /** Bytes that the array may take. */
  private static final long MAX_BYTES = 100L * 1024 * 1024;

  private static final int ELEMENT_BYTES = 16;

  private RangeExpression() {}

  static Expression parse(BsonValue spec, ParseScope scope) {
    return FunctionExpression.between(2, 3, "$range", spec, scope, RangeExpression::apply);
  }

  private static BsonValue apply(BsonValue[] arguments) {
    int start = number(arguments[0], 34443, 34444, "starting value");
    int end = number(arguments[1], 34445, 34446, "ending value");
    int step = arguments.length < 3 ? 1 : number(arguments[2], 34447, 34448, "step value");
    if (step == 0) {
      throw Values.error(34449, "$range requires a non-zero step value");
    }
    long distance = (long) end - start;
    long count = distance / step + (distance % step == 0 ? 0 : 1);
    if (distance == 0 || (distance > 0) != (step > 0)) {
      return new BsonArray();
    }
    if (count * ELEMENT_BYTES > MAX_BYTES) {
      throw new ServerException(
          ErrorCode.EXCEEDED_MEMORY_LIMIT,
          "$range would use too much memory (" + count * ELEMENT_BYTES + " bytes)");
    }
    BsonArray range = new BsonArray((int) count);
    for (long i = 0; i < count; i++) {
      range.add(new BsonInt32((int) (start + i * step)));
    }
    return range;
  }

  private static int number(BsonValue value, int typeCode, int integralCode, String what) {
    if (!value.isNumber()) {
      throw Values.error(
          typeCode,
          "$range requires a numeric " + what + ", found value of type: " + Values.typeName(value));
    }
    return Integers.exactInt32(value, integralCode, "$range's " + what);
  }
}
