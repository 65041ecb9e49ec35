package dev.meerkat.query.expression;

import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.values.DecimalMath;
import dev.meerkat.values.Numbers;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.bson.BsonDecimal128;
import org.bson.BsonDouble;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.bson.types.Decimal128;

/**
 * Rounds a number to a place: {@code $round} half to even, {@code $trunc} towards zero. Threads:
 * immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/round/">$round</a>
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/trunc/">$trunc</a>
 */
enum RoundingExpression {
  ROUND("$round", RoundingMode.HALF_EVEN),
  TRUNC("$trunc", RoundingMode.DOWN);

  private static final int LEAST_PLACE = -20;
  private static final int MOST_PLACE = 100;

  private final String wireName;
  private final RoundingMode mode;

  RoundingExpression(String wireName, RoundingMode mode) {
    this.wireName = wireName;
    this.mode = mode;
  }

  Expression parse(BsonValue spec, ParseScope scope) {
    return FunctionExpression.between(1, 2, wireName, spec, scope, this::apply);
  }

  private BsonValue apply(BsonValue[] arguments) {
    BsonValue number = arguments[0];
    if (number.isNull()) {
      return BsonNull.VALUE;
    }
    if (!number.isNumber()) {
      throw Values.error(
          51081, wireName + " only supports numeric types, not " + Values.typeName(number));
    }
    int place = 0;
    if (arguments.length == 2) {
      if (arguments[1].isNull()) {
        return BsonNull.VALUE;
      }
      place = place(arguments[1]);
    }
    return round(number, place);
  }

  private int place(BsonValue value) {
    if (!value.isNumber()) {
      throw Values.error(
          16004, "can't convert from BSON type " + Values.typeName(value) + " to int");
    }
    checkRange(value);
    if (!Numbers.isIntegral(value)) {
      throw Values.error(51082, "cannot apply " + wireName + " with non-integral precision");
    }
    long place = Numbers.exactLong(value);
    if (place < LEAST_PLACE || place > MOST_PLACE) {
      throw Values.error(
          51083,
          "cannot apply "
              + wireName
              + " with precision value "
              + place
              + " value must be in [-20, 100]");
    }
    return (int) place;
  }

  private static void checkRange(BsonValue value) {
    double place = Numbers.toDouble(value);
    if (Values.isDouble(value) && !(place >= Integer.MIN_VALUE && place <= Integer.MAX_VALUE)) {
      throw Values.error(31109, "Can't coerce out of range value " + place + " to int");
    }
  }

  private BsonValue round(BsonValue number, int place) {
    return switch (number.getBsonType()) {
      case DECIMAL128 -> new BsonDecimal128(decimal(number.asDecimal128().getValue(), place));
      case DOUBLE -> new BsonDouble(ofDouble(number.asDouble().getValue(), place));
      case INT32 -> Values.intOrLong(integer(number.asInt32().getValue(), place));
      default -> new BsonInt64(integer(number.asInt64().getValue(), place));
    };
  }

  private Decimal128 decimal(Decimal128 value, int place) {
    if (!DecimalMath.isFinite(value)) {
      return value;
    }
    return DecimalMath.quantize(value, place, mode);
  }

  private double ofDouble(double value, int place) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return value;
    }
    if (place == 0) {
      return mode == RoundingMode.DOWN
          ? (value < 0 ? Math.ceil(value) : Math.floor(value))
          : Math.rint(value);
    }
    double magnitude = new BigDecimal(Math.abs(value)).setScale(place, mode).doubleValue();
    return Math.copySign(magnitude, value);
  }

  private long integer(long value, int place) {
    if (place >= 0) {
      return value;
    }
    try {
      return BigDecimal.valueOf(value).setScale(place, mode).longValueExact();
    } catch (ArithmeticException e) {
      throw Values.error(51080, "invalid conversion from Decimal128 result in " + wireName);
    }
  }
}
