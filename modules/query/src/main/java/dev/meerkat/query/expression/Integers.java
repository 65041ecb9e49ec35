package dev.meerkat.query.expression;

import dev.meerkat.spi.ServerException;
import dev.meerkat.values.DecimalMath;
import dev.meerkat.values.Numbers;
import java.math.RoundingMode;
import org.bson.BsonValue;
import org.bson.types.Decimal128;

/** Numbers that stand for counts and positions. Threads: immutable. */
final class Integers {
  private Integers() {}

  /** The number's whole part; 31109 where no int64 holds it. */
  static long truncated(BsonValue number) {
    return switch (number.getBsonType()) {
      case INT32 -> number.asInt32().getValue();
      case INT64 -> number.asInt64().getValue();
      case DOUBLE -> ofDouble(number.asDouble().getValue());
      default -> ofDecimal(number.asDecimal128().getValue());
    };
  }

  private static long ofDouble(double value) {
    if (!(value >= -0x1p63 && value < 0x1p63)) {
      throw outOfRange(NumberText.ofDouble(value));
    }
    return (long) value;
  }

  private static long ofDecimal(Decimal128 value) {
    if (!DecimalMath.isFinite(value)) {
      throw outOfRange(value.toString());
    }
    try {
      return DecimalMath.toBigDecimal(value).setScale(0, RoundingMode.HALF_EVEN).longValueExact();
    } catch (ArithmeticException e) {
      throw outOfRange(value.toString());
    }
  }

  private static ServerException outOfRange(String value) {
    return Values.error(31109, "Can't coerce out of range value " + value + " to long");
  }

  /**
   * A number without a fraction that an int32 holds.
   *
   * @param code the code where it is none
   */
  static int exactInt32(BsonValue number, int code, String what) {
    if (!number.isNumber() || !Values.isInt32(number)) {
      throw Values.error(
          code, what + " must be representable as a 32-bit integer, found " + number);
    }
    return (int) Numbers.exactLong(number);
  }
}
