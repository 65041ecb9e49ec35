package dev.meerkat.query.expression;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.values.DecimalMath;
import java.math.RoundingMode;
import org.bson.BsonValue;
import org.bson.types.Decimal128;

/** Dates and numbers of milliseconds. Threads: immutable. */
final class DateArithmetic {
  private static final double LIMIT = 0x1p63;

  private DateArithmetic() {}

  /** A number as whole milliseconds: doubles round half up, decimals half to even. */
  static long millis(BsonValue number) {
    return switch (number.getBsonType()) {
      case INT32 -> number.asInt32().getValue();
      case INT64 -> number.asInt64().getValue();
      case DOUBLE -> ofDouble(number.asDouble().getValue());
      default -> ofDecimal(number.asDecimal128().getValue());
    };
  }

  private static long ofDouble(double value) {
    if (!(value >= -LIMIT && value < LIMIT)) {
      throw overflow();
    }
    double rounded = Math.rint(Math.abs(value));
    if (Math.abs(value) - Math.floor(Math.abs(value)) == 0.5) {
      rounded = Math.floor(Math.abs(value)) + 1;
    }
    return (long) Math.copySign(rounded, value);
  }

  private static long ofDecimal(Decimal128 value) {
    if (!DecimalMath.isFinite(value)) {
      throw overflow();
    }
    try {
      return DecimalMath.toBigDecimal(value).setScale(0, RoundingMode.HALF_EVEN).longValueExact();
    } catch (ArithmeticException e) {
      throw overflow();
    }
  }

  static ServerException overflow() {
    return new ServerException(ErrorCode.OVERFLOW, "date overflow");
  }
}
