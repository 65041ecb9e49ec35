package dev.meerkat.spi.command;

import dev.meerkat.spi.BsonBytes;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.UUID;
import org.bson.types.Decimal128;

/** Numbers of any width as the integers and booleans that commands want. Threads: immutable. */
final class Coercion {
  private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);
  private static final int INT64_DIGITS = 20;

  private Coercion() {}

  /** Zero is false, everything else true, NaN too. */
  static boolean truth(byte type, byte[] array, int value) {
    return switch (type) {
      case BsonBytes.BOOLEAN -> array[value] != 0;
      case BsonBytes.INT32 -> BsonBytes.int32(array, value) != 0;
      case BsonBytes.INT64 -> BsonBytes.int64(array, value) != 0;
      case BsonBytes.DOUBLE -> BsonBytes.float64(array, value) != 0;
      case BsonBytes.DECIMAL128 -> !isZero(decimal(array, value));
      case BsonBytes.NULL, BsonBytes.UNDEFINED -> false;
      default -> true;
    };
  }

  static long int64(byte type, byte[] array, int value) {
    return switch (type) {
      case BsonBytes.INT32 -> BsonBytes.int32(array, value);
      case BsonBytes.INT64 -> BsonBytes.int64(array, value);
      case BsonBytes.DOUBLE -> (long) BsonBytes.float64(array, value);
      case BsonBytes.DECIMAL128 -> int64(decimal(array, value));
      default -> throw new IllegalStateException("not a number");
    };
  }

  /** Whether a number is an integer that an int64 can hold. */
  static boolean isInt64(byte type, byte[] array, int value) {
    return switch (type) {
      case BsonBytes.INT32, BsonBytes.INT64 -> true;
      case BsonBytes.DOUBLE -> {
        double number = BsonBytes.float64(array, value);
        yield number == Math.rint(number) && number >= -0x1p63 && number < 0x1p63;
      }
      case BsonBytes.DECIMAL128 -> {
        Decimal128 number = decimal(array, value);
        yield isZero(number) || (isBounded(number) && isIntegral(number.bigDecimalValue()));
      }
      default -> false;
    };
  }

  static boolean isNaN(byte type, byte[] array, int value) {
    return switch (type) {
      case BsonBytes.DOUBLE -> Double.isNaN(BsonBytes.float64(array, value));
      case BsonBytes.DECIMAL128 -> decimal(array, value).isNaN();
      default -> false;
    };
  }

  static UUID uuid(byte[] array, int value) {
    int bytes = value + 5;
    return new UUID(
        Long.reverseBytes(BsonBytes.int64(array, bytes)),
        Long.reverseBytes(BsonBytes.int64(array, bytes + Long.BYTES)));
  }

  private static Decimal128 decimal(byte[] array, int value) {
    return Decimal128.fromIEEE754BIDEncoding(
        BsonBytes.int64(array, value + 8), BsonBytes.int64(array, value));
  }

  private static boolean isZero(Decimal128 number) {
    if (number.isNaN() || number.isInfinite()) {
      return false;
    }
    // BigDecimal has no negative zero and the driver's conversion refuses it.
    return number.isNegative()
        ? Decimal128.fromIEEE754BIDEncoding(number.getHigh() & Long.MAX_VALUE, number.getLow())
                .bigDecimalValue()
                .signum()
            == 0
        : number.bigDecimalValue().signum() == 0;
  }

  private static long int64(Decimal128 number) {
    if (number.isNaN() || isZero(number)) {
      return 0;
    }
    if (number.isInfinite()) {
      return number.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
    BigDecimal value = number.bigDecimalValue();
    // An exponent of thousands must not be written out before it is known to be out of range.
    if (value.precision() - value.scale() > INT64_DIGITS) {
      return value.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
    BigInteger rounded = value.setScale(0, RoundingMode.HALF_EVEN).toBigInteger();
    return rounded.max(LEAST).min(MOST).longValueExact();
  }

  private static boolean isBounded(Decimal128 number) {
    return !number.isNaN() && !number.isInfinite();
  }

  private static boolean isIntegral(BigDecimal value) {
    return value.precision() - value.scale() <= INT64_DIGITS
        && value.stripTrailingZeros().scale() <= 0
        && value.toBigInteger().bitLength() <= 63;
  }
}
