package dev.meerkat.values;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.bson.BsonDecimal128;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonValue;
import org.bson.types.Decimal128;

/**
 * MongoDB's numbers: arithmetic that widens int32 to int64 to double, with Decimal128 absorbing all
 * of them, and conversions between the four types. All values handed in must be numbers. Threads:
 * immutable.
 */
public final class Numbers {
  private static final double TWO_63 = 0x1p63;
  private static final BigDecimal LONG_MIN = BigDecimal.valueOf(Long.MIN_VALUE);
  private static final BigDecimal LONG_MAX = BigDecimal.valueOf(Long.MAX_VALUE);

  private Numbers() {}

  /** Adds as {@code $add} does: an int64 overflow gives a double. */
  public static BsonValue add(BsonValue a, BsonValue b) {
    if (a.isDecimal128() || b.isDecimal128()) {
      return new BsonDecimal128(DecimalMath.add(toDecimal(a), toDecimal(b)));
    }
    if (a.isDouble() || b.isDouble()) {
      return new BsonDouble(toDouble(a) + toDouble(b));
    }
    long x = longOf(a);
    long y = longOf(b);
    long sum = x + y;
    if (((x ^ sum) & (y ^ sum)) < 0) {
      return new BsonDouble((double) x + (double) y);
    }
    return integer(sum, a.isInt32() && b.isInt32());
  }

  /** Adds any number of numbers; only the final sum decides between int32 and int64. */
  public static BsonValue add(List<BsonValue> numbers) {
    return narrowed(numbers, fold(numbers, new BsonInt64(0), Numbers::add));
  }

  /** Subtracts, with the widening of {@link #add(BsonValue, BsonValue)}. */
  public static BsonValue subtract(BsonValue a, BsonValue b) {
    if (a.isDecimal128() || b.isDecimal128()) {
      return new BsonDecimal128(DecimalMath.subtract(toDecimal(a), toDecimal(b)));
    }
    if (a.isDouble() || b.isDouble()) {
      return new BsonDouble(toDouble(a) - toDouble(b));
    }
    long x = longOf(a);
    long y = longOf(b);
    long difference = x - y;
    if (((x ^ y) & (x ^ difference)) < 0) {
      return new BsonDouble((double) x - (double) y);
    }
    return integer(difference, a.isInt32() && b.isInt32());
  }

  /** Multiplies, with the widening of {@link #add(BsonValue, BsonValue)}. */
  public static BsonValue multiply(BsonValue a, BsonValue b) {
    if (a.isDecimal128() || b.isDecimal128()) {
      return new BsonDecimal128(DecimalMath.multiply(toDecimal(a), toDecimal(b)));
    }
    if (a.isDouble() || b.isDouble()) {
      return new BsonDouble(toDouble(a) * toDouble(b));
    }
    long x = longOf(a);
    long y = longOf(b);
    return multiplyOverflows(x, y)
        ? new BsonDouble((double) x * (double) y)
        : integer(x * y, a.isInt32() && b.isInt32());
  }

  /** Multiplies any number of numbers; only the final product decides between int32 and int64. */
  public static BsonValue multiply(List<BsonValue> numbers) {
    return narrowed(numbers, fold(numbers, new BsonInt64(1), Numbers::multiply));
  }

  /** What {@code $inc} stores: as {@code $add}, but an int64 overflow is error 2. */
  public static BsonValue increment(BsonValue stored, BsonValue by) {
    BsonValue sum = add(stored, by);
    requireNoOverflow("$inc", stored, by, sum);
    return sum;
  }

  /** What {@code $mul} stores: as {@code $multiply}, but an int64 overflow is error 2. */
  public static BsonValue scale(BsonValue stored, BsonValue by) {
    BsonValue product = multiply(stored, by);
    requireNoOverflow("$mul", stored, by, product);
    return product;
  }

  /** Compares two numbers exactly; NaN is below everything and equal to NaN. */
  public static int compare(BsonValue a, BsonValue b) {
    return BsonOrder.SIMPLE.compare(a, b);
  }

  public static boolean isNumber(BsonValue value) {
    return CanonicalType.isNumber(CanonicalType.typeByte(value));
  }

  public static boolean isNaN(BsonValue number) {
    return switch (number.getBsonType()) {
      case DOUBLE -> Double.isNaN(number.asDouble().getValue());
      case DECIMAL128 -> number.asDecimal128().getValue().isNaN();
      default -> false;
    };
  }

  /** Whether a number has no fraction and fits into an int64. */
  public static boolean isIntegral(BsonValue number) {
    return switch (number.getBsonType()) {
      case DOUBLE -> {
        double value = number.asDouble().getValue();
        yield value == (long) value && value < TWO_63;
      }
      case DECIMAL128 -> {
        Decimal128 value = number.asDecimal128().getValue();
        yield DecimalMath.isFinite(value) && isIntegral(value);
      }
      default -> true;
    };
  }

  /** The number as an int64; it must be {@linkplain #isIntegral integral}. */
  public static long exactLong(BsonValue number) {
    if (!isIntegral(number)) {
      throw new IllegalArgumentException("no integer: " + number);
    }
    return saturatedLong(number);
  }

  /**
   * The number as most options read it: doubles lose their fraction, Decimal128 rounds half to
   * even, NaN is 0, and what is out of range becomes the nearest int64.
   */
  public static long saturatedLong(BsonValue number) {
    return switch (number.getBsonType()) {
      case DOUBLE -> (long) number.asDouble().getValue();
      case DECIMAL128 -> saturatedLong(number.asDecimal128().getValue(), RoundingMode.HALF_EVEN);
      default -> longOf(number);
    };
  }

  /**
   * The number without its fraction as {@code $toLong} gives it.
   *
   * @throws ServerException 241 ConversionFailure for NaN, infinities and what does not fit
   */
  public static long truncatedLong(BsonValue number) {
    return switch (number.getBsonType()) {
      case DOUBLE -> {
        double value = number.asDouble().getValue();
        requireConvertible(value >= -TWO_63 && value < TWO_63, number);
        yield (long) value;
      }
      case DECIMAL128 -> {
        Decimal128 value = number.asDecimal128().getValue();
        requireConvertible(DecimalMath.isFinite(value) && fitsLong(value), number);
        yield saturatedLong(value, RoundingMode.DOWN);
      }
      default -> longOf(number);
    };
  }

  /**
   * The number without its fraction as {@code $toInt} gives it.
   *
   * @throws ServerException 241 ConversionFailure for NaN, infinities and what does not fit
   */
  public static int truncatedInt(BsonValue number) {
    long value = truncatedLong(number);
    requireConvertible(value == (int) value, number);
    return (int) value;
  }

  /** The nearest double; a Decimal128 that is too great becomes an infinity. */
  public static double toDouble(BsonValue number) {
    return switch (number.getBsonType()) {
      case DOUBLE -> number.asDouble().getValue();
      case DECIMAL128 -> DecimalMath.toDouble(number.asDecimal128().getValue());
      default -> longOf(number);
    };
  }

  /** The number as a Decimal128; of a double, 15 significant digits. */
  public static Decimal128 toDecimal(BsonValue number) {
    return switch (number.getBsonType()) {
      case DOUBLE -> DecimalMath.of(number.asDouble().getValue());
      case DECIMAL128 -> number.asDecimal128().getValue();
      default -> DecimalMath.of(longOf(number));
    };
  }

  /** The zero of a number's type. */
  public static BsonValue zeroOf(BsonValue number) {
    return switch (number.getBsonType()) {
      case DOUBLE -> new BsonDouble(0);
      case INT64 -> new BsonInt64(0);
      case DECIMAL128 -> new BsonDecimal128(DecimalMath.ZERO);
      default -> new BsonInt32(0);
    };
  }

  /**
   * The number with its sign turned; the least int32 becomes an int64, the least int64 a double.
   */
  public static BsonValue negate(BsonValue number) {
    return switch (number.getBsonType()) {
      case DOUBLE -> new BsonDouble(-number.asDouble().getValue());
      case DECIMAL128 -> new BsonDecimal128(DecimalMath.negate(number.asDecimal128().getValue()));
      default -> subtract(zeroOf(number), number);
    };
  }

  /** The wider of two numeric types: int32, int64, double, Decimal128. */
  public static byte widest(byte typeA, byte typeB) {
    return width(typeA) >= width(typeB) ? typeA : typeB;
  }

  private static int width(byte type) {
    return switch (type) {
      case BsonBytes.INT32 -> 0;
      case BsonBytes.INT64 -> 1;
      case BsonBytes.DOUBLE -> 2;
      case BsonBytes.DECIMAL128 -> 3;
      default -> throw new IllegalArgumentException("no number: type " + type);
    };
  }

  /** A whole number as int32 where it is wanted and fits, else as int64. */
  public static BsonValue integer(long value, boolean narrow) {
    return narrow && value == (int) value ? new BsonInt32((int) value) : new BsonInt64(value);
  }

  private interface Operator {
    BsonValue apply(BsonValue a, BsonValue b);
  }

  private static BsonValue fold(List<BsonValue> numbers, BsonValue start, Operator operator) {
    BsonValue result = start;
    for (BsonValue number : numbers) {
      result = operator.apply(result, number);
    }
    return result;
  }

  private static BsonValue narrowed(List<BsonValue> numbers, BsonValue result) {
    if (!result.isInt64()) {
      return result;
    }
    for (BsonValue number : numbers) {
      if (!number.isInt32()) {
        return result;
      }
    }
    return integer(result.asInt64().getValue(), true);
  }

  private static boolean multiplyOverflows(long x, long y) {
    long low = x * y;
    return Math.multiplyHigh(x, y) != low >> 63;
  }

  private static void requireNoOverflow(
      String operator, BsonValue stored, BsonValue by, BsonValue result) {
    if (result.isDouble() && !stored.isDouble() && !by.isDouble()) {
      throw new ServerException(
          ErrorCode.BAD_VALUE,
          "Failed to apply " + operator + " operations to current value (" + longOf(stored) + ")");
    }
  }

  private static long longOf(BsonValue integer) {
    return integer.isInt32() ? integer.asInt32().getValue() : integer.asInt64().getValue();
  }

  private static boolean isIntegral(Decimal128 value) {
    BigDecimal number = DecimalMath.toBigDecimal(value);
    return fitsLong(value)
        && (number.scale() <= 0
            || number.stripTrailingZeros().scale() <= 0
            || number.signum() == 0);
  }

  /** Whether a finite number fits into an int64 once its fraction is cut off. */
  private static boolean fitsLong(Decimal128 value) {
    BigDecimal number = DecimalMath.toBigDecimal(value);
    if (number.signum() == 0 || number.precision() - number.scale() <= 18) {
      return true;
    }
    if (number.precision() - number.scale() > 19) {
      return false;
    }
    BigDecimal whole = number.setScale(0, RoundingMode.DOWN);
    return whole.compareTo(LONG_MIN) >= 0 && whole.compareTo(LONG_MAX) <= 0;
  }

  private static long saturatedLong(Decimal128 value, RoundingMode rounding) {
    if (value.isNaN()) {
      return 0;
    }
    if (value.isInfinite() || !fitsLong(value)) {
      return Decimals.isNegative(value.getHigh()) ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
    BigDecimal number = DecimalMath.toBigDecimal(value);
    if (number.precision() - number.scale() < 0) {
      return 0;
    }
    BigDecimal whole = number.setScale(0, rounding);
    if (whole.compareTo(LONG_MAX) > 0) {
      return Long.MAX_VALUE;
    }
    return whole.compareTo(LONG_MIN) < 0 ? Long.MIN_VALUE : whole.longValueExact();
  }

  private static void requireConvertible(boolean convertible, BsonValue number) {
    if (!convertible) {
      throw new ServerException(
          ErrorCode.CONVERSION_FAILURE,
          "Conversion would overflow target type in $convert with no onError value: "
              + text(number));
    }
  }

  private static String text(BsonValue number) {
    return switch (number.getBsonType()) {
      case DOUBLE -> Double.toString(number.asDouble().getValue());
      case DECIMAL128 -> number.asDecimal128().getValue().toString();
      default -> Long.toString(longOf(number));
    };
  }
}
