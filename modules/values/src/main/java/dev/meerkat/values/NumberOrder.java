package dev.meerkat.values;

import dev.meerkat.spi.BsonBytes;
import java.math.BigDecimal;

/**
 * Compares numbers of all four types by their exact mathematical value.
 *
 * <p>A number is given as its type and its bits: an int32 or int64 as its value in {@code low}, a
 * double as its bits in {@code low}, a Decimal128 as both halves. Threads: immutable.
 */
final class NumberOrder {
  private static final double TWO_63 = 0x1p63;

  /** Two approximations that differ by more than this fraction are of different numbers. */
  private static final double UNCERTAINTY = 1e-13;

  private static final int NAN_HASH = 0x7FF8;

  private NumberOrder() {}

  static int compare(byte typeA, long highA, long lowA, byte typeB, long highB, long lowB) {
    return switch (typeA) {
      case BsonBytes.DOUBLE -> {
        double a = Double.longBitsToDouble(lowA);
        yield switch (typeB) {
          case BsonBytes.DOUBLE -> compare(a, Double.longBitsToDouble(lowB));
          case BsonBytes.DECIMAL128 -> -compareDecimal(highB, lowB, a);
          default -> -compare(lowB, a);
        };
      }
      case BsonBytes.DECIMAL128 ->
          switch (typeB) {
            case BsonBytes.DOUBLE -> compareDecimal(highA, lowA, Double.longBitsToDouble(lowB));
            case BsonBytes.DECIMAL128 -> compareDecimals(highA, lowA, highB, lowB);
            default -> compareDecimal(highA, lowA, lowB);
          };
      default ->
          switch (typeB) {
            case BsonBytes.DOUBLE -> compare(lowA, Double.longBitsToDouble(lowB));
            case BsonBytes.DECIMAL128 -> -compareDecimal(highB, lowB, lowA);
            default -> Long.compare(lowA, lowB);
          };
    };
  }

  static int compare(double a, double b) {
    if (a < b) {
      return -1;
    }
    if (a > b) {
      return 1;
    }
    if (a == b) {
      return 0;
    }
    return Boolean.compare(Double.isNaN(b), Double.isNaN(a));
  }

  static int compare(long a, double b) {
    if (Double.isNaN(b) || b < -TWO_63) {
      return 1;
    }
    if (b >= TWO_63) {
      return -1;
    }
    long whole = (long) b;
    // Where b has a fraction it is small enough for the difference to be exact.
    return a == whole ? compare(0.0, b - whole) : Long.compare(a, whole);
  }

  /** Numbers that compare as equal have the same hash. */
  static int hash(byte type, long high, long low) {
    return switch (type) {
      case BsonBytes.DOUBLE -> hash(Double.longBitsToDouble(low));
      case BsonBytes.DECIMAL128 -> hashDecimal(high, low);
      default -> hashLong(low);
    };
  }

  /** Unlike the JDK's, tells small numbers from their negatives. */
  private static int hashLong(long value) {
    return (int) value + 31 * (int) (value >> 32);
  }

  private static int hash(double value) {
    if (Double.isNaN(value)) {
      return NAN_HASH;
    }
    long whole = (long) value;
    return whole == value && value < TWO_63 ? hashLong(whole) : Double.hashCode(value);
  }

  private static int hashDecimal(long high, long low) {
    if (Decimals.isNaN(high)) {
      return NAN_HASH;
    }
    boolean negative = Decimals.isNegative(high);
    if (Decimals.isInfinite(high)) {
      return Double.hashCode(negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
    }
    long upper = Decimals.coefficientHigh(high, low);
    long lower = Decimals.coefficientLow(high, low);
    int exponent = Decimals.exponent(high);
    if ((upper | lower) == 0) {
      return hashLong(0);
    }
    while (exponent < 0 && Uint128.remainderOfTen(upper, lower) == 0) {
      lower = Uint128.divideByTenLow(upper, lower);
      upper = Uint128.divideByTenHigh(upper);
      exponent++;
    }
    if (exponent >= 0 && exponent + Uint128.digits(upper, lower) <= 19) {
      // At most 19 digits: the product fits into the lower half, unsigned.
      long magnitude = lower * Uint128.tenLow(exponent);
      if (magnitude >= 0 || (negative && magnitude == Long.MIN_VALUE)) {
        return hashLong(negative ? -magnitude : magnitude);
      }
    }
    // Where the number is equal to a double, this is that double.
    return Double.hashCode(Decimals.toBigDecimal(high, low).doubleValue());
  }

  private static int compareDecimals(long highA, long lowA, long highB, long lowB) {
    if (Decimals.isNaN(highA) || Decimals.isNaN(highB)) {
      return Boolean.compare(Decimals.isNaN(highB), Decimals.isNaN(highA));
    }
    int signA = signum(highA, lowA);
    int signB = signum(highB, lowB);
    if (signA != signB || signA == 0) {
      return Integer.compare(signA, signB);
    }
    if (Decimals.isInfinite(highA) || Decimals.isInfinite(highB)) {
      return signA * Boolean.compare(Decimals.isInfinite(highA), Decimals.isInfinite(highB));
    }
    return signA
        * compareMagnitudes(
            Decimals.coefficientHigh(highA, lowA),
            Decimals.coefficientLow(highA, lowA),
            Decimals.exponent(highA),
            Decimals.coefficientHigh(highB, lowB),
            Decimals.coefficientLow(highB, lowB),
            Decimals.exponent(highB));
  }

  private static int compareDecimal(long high, long low, long other) {
    if (Decimals.isNaN(high)) {
      return -1;
    }
    int sign = signum(high, low);
    int otherSign = Long.signum(other);
    if (sign != otherSign || sign == 0) {
      return Integer.compare(sign, otherSign);
    }
    if (Decimals.isInfinite(high)) {
      return sign;
    }
    // The magnitude of Long.MIN_VALUE is right when read as unsigned.
    return sign
        * compareMagnitudes(
            Decimals.coefficientHigh(high, low),
            Decimals.coefficientLow(high, low),
            Decimals.exponent(high),
            0,
            Math.abs(other),
            0);
  }

  private static int compareDecimal(long high, long low, double other) {
    if (Decimals.isNaN(high) || Double.isNaN(other)) {
      return Boolean.compare(Double.isNaN(other), Decimals.isNaN(high));
    }
    if (other == (long) other && other < TWO_63) {
      return compareDecimal(high, low, (long) other);
    }
    int sign = signum(high, low);
    int otherSign = other > 0 ? 1 : -1;
    if (sign != otherSign) {
      return Integer.compare(sign, otherSign);
    }
    if (Decimals.isInfinite(high) || Double.isInfinite(other)) {
      return sign * Boolean.compare(Decimals.isInfinite(high), Double.isInfinite(other));
    }
    return sign * compareMagnitude(high, low, Math.abs(other));
  }

  private static int signum(long high, long low) {
    if (Decimals.isZero(high, low)) {
      return 0;
    }
    return Decimals.isNegative(high) ? -1 : 1;
  }

  /** Both numbers are above zero and finite. */
  private static int compareMagnitude(long high, long low, double other) {
    long upper = Decimals.coefficientHigh(high, low);
    long lower = Decimals.coefficientLow(high, low);
    int exponent = Decimals.exponent(high);
    int magnitude = exponent + Uint128.digits(upper, lower);
    if (magnitude > 310) {
      return 1;
    }
    if (magnitude < -330) {
      return -1;
    }
    if (Math.abs(exponent) < 250) {
      double coefficient = upper * 0x1p64 + (lower >= 0 ? lower : (lower >>> 1) * 2.0);
      double approximation = coefficient * Math.pow(10, exponent);
      if (Math.abs(approximation - other) > other * UNCERTAINTY) {
        return approximation > other ? 1 : -1;
      }
    }
    return Decimals.toBigDecimal(high, low).abs().compareTo(new BigDecimal(other));
  }

  /** Compares coefficient times a power of ten with another; both above zero. */
  private static int compareMagnitudes(
      long highA, long lowA, int exponentA, long highB, long lowB, int exponentB) {
    int magnitudeA = exponentA + Uint128.digits(highA, lowA);
    int magnitudeB = exponentB + Uint128.digits(highB, lowB);
    if (magnitudeA != magnitudeB) {
      return Integer.compare(magnitudeA, magnitudeB);
    }
    // The same number of digits before the point: scaling the shorter coefficient up fits.
    int shift = exponentA - exponentB;
    if (shift >= 0) {
      long high = Uint128.multiplyHigh(highA, lowA, Uint128.tenHigh(shift), Uint128.tenLow(shift));
      return Uint128.compare(high, lowA * Uint128.tenLow(shift), highB, lowB);
    }
    long high = Uint128.multiplyHigh(highB, lowB, Uint128.tenHigh(-shift), Uint128.tenLow(-shift));
    return Uint128.compare(highA, lowA, high, lowB * Uint128.tenLow(-shift));
  }
}
