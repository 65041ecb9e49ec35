package dev.meerkat.query.filter;

import dev.meerkat.spi.BsonBytes;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.bson.types.Decimal128;

/** Numbers of a document as int64, without objects but for Decimal128. Threads: immutable. */
final class Int64s {
  /** 2 to the 63rd, the first double that no int64 equals. */
  private static final double LIMIT = 0x1p63;

  private static final BigInteger MIN = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);

  private Int64s() {}

  /**
   * Whether a value is a number whose part before the point fits into an int64; a number with a
   * fraction only where {@code truncate} says so.
   */
  static boolean fits(byte type, byte[] array, int offset, boolean truncate) {
    return switch (type) {
      case BsonBytes.INT32, BsonBytes.INT64 -> true;
      case BsonBytes.DOUBLE -> {
        double value = BsonBytes.float64(array, offset);
        yield value >= -LIMIT && value < LIMIT && (truncate || value == Math.rint(value));
      }
      case BsonBytes.DECIMAL128 -> fits(decimal(array, offset), truncate);
      default -> false;
    };
  }

  /** The part before the point of a number that {@link #fits}. */
  static long truncated(byte type, byte[] array, int offset) {
    return switch (type) {
      case BsonBytes.INT32 -> BsonBytes.int32(array, offset);
      case BsonBytes.INT64 -> BsonBytes.int64(array, offset);
      case BsonBytes.DOUBLE -> (long) BsonBytes.float64(array, offset);
      case BsonBytes.DECIMAL128 -> {
        Decimal128 decimal = decimal(array, offset);
        yield isZero(decimal) ? 0 : decimal.bigDecimalValue().longValue();
      }
      default -> throw new IllegalArgumentException("not a number: " + type);
    };
  }

  private static Decimal128 decimal(byte[] array, int offset) {
    return Decimal128.fromIEEE754BIDEncoding(
        BsonBytes.int64(array, offset + 8), BsonBytes.int64(array, offset));
  }

  private static boolean fits(Decimal128 decimal, boolean truncate) {
    if (decimal.isNaN() || decimal.isInfinite()) {
      return false;
    }
    if (isZero(decimal)) {
      return true;
    }
    BigDecimal value = decimal.bigDecimalValue();
    if (value.precision() - value.scale() > 19) {
      return false;
    }
    BigDecimal whole = value.setScale(0, RoundingMode.DOWN);
    BigInteger integer = whole.toBigInteger();
    return integer.compareTo(MIN) >= 0
        && integer.compareTo(MAX) <= 0
        && (truncate || whole.compareTo(value) == 0);
  }

  /** A negative zero has no BigDecimal. */
  private static boolean isZero(Decimal128 decimal) {
    BigDecimal absolute =
        Decimal128.fromIEEE754BIDEncoding(decimal.getHigh() & Long.MAX_VALUE, decimal.getLow())
            .bigDecimalValue();
    return absolute.signum() == 0;
  }
}
