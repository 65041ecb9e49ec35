package dev.meerkat.values;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.bson.types.Decimal128;

/**
 * Reads Decimal128 numbers from the two halves of their bits (IEEE 754, binary integer decimal). A
 * coefficient above 34 digits is not canonical and counts as zero. Threads: immutable.
 */
final class Decimals {
  static final int MIN_EXPONENT = -6176;
  static final int MAX_EXPONENT = 6111;
  static final int MAX_DIGITS = 34;

  private static final long SPECIAL = 0x7C00_0000_0000_0000L;
  private static final long INFINITY = 0x7800_0000_0000_0000L;
  private static final long LARGE_FORM = 0x6000_0000_0000_0000L;
  private static final long COEFFICIENT_HIGH = 0x0001_FFFF_FFFF_FFFFL;
  private static final int EXPONENT_BITS = 0x3FFF;

  private Decimals() {}

  static boolean isNaN(long high) {
    return (high & SPECIAL) == SPECIAL;
  }

  static boolean isInfinite(long high) {
    return (high & SPECIAL) == INFINITY;
  }

  static boolean isFinite(long high) {
    return (high & INFINITY) != INFINITY;
  }

  static boolean isNegative(long high) {
    return high < 0;
  }

  /** The power of ten that a finite number's coefficient is multiplied with. */
  static int exponent(long high) {
    int shift = (high & LARGE_FORM) == LARGE_FORM ? 47 : 49;
    return (int) ((high >>> shift) & EXPONENT_BITS) + MIN_EXPONENT;
  }

  /** Whether the coefficient is a number of at most 34 digits. */
  static boolean isCanonical(long high, long low) {
    return (high & LARGE_FORM) != LARGE_FORM
        && Uint128.compare(
                high & COEFFICIENT_HIGH,
                low,
                Uint128.tenHigh(MAX_DIGITS),
                Uint128.tenLow(MAX_DIGITS))
            < 0;
  }

  /** The upper half of a finite number's coefficient. */
  static long coefficientHigh(long high, long low) {
    return isCanonical(high, low) ? high & COEFFICIENT_HIGH : 0;
  }

  /** The lower half of a finite number's coefficient. */
  static long coefficientLow(long high, long low) {
    return isCanonical(high, low) ? low : 0;
  }

  static boolean isZero(long high, long low) {
    return isFinite(high) && (coefficientHigh(high, low) | coefficientLow(high, low)) == 0;
  }

  /** Puts a number together; the coefficient must have at most 34 digits. */
  static Decimal128 of(boolean negative, long coefficientHigh, long coefficientLow, int exponent) {
    long high = ((long) (exponent - MIN_EXPONENT) << 49) | coefficientHigh;
    return Decimal128.fromIEEE754BIDEncoding(
        negative ? high | Long.MIN_VALUE : high, coefficientLow);
  }

  /** A finite number as a BigDecimal; negative zero becomes zero. */
  static BigDecimal toBigDecimal(long high, long low) {
    BigInteger coefficient =
        unsigned(coefficientHigh(high, low)).shiftLeft(64).or(unsigned(coefficientLow(high, low)));
    return new BigDecimal(isNegative(high) ? coefficient.negate() : coefficient, -exponent(high));
  }

  private static BigInteger unsigned(long bits) {
    BigInteger value = BigInteger.valueOf(bits & Long.MAX_VALUE);
    return bits < 0 ? value.setBit(63) : value;
  }
}
