package dev.meerkat.query.expression;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.bson.types.Decimal128;

/**
 * Arithmetic on Decimal128 numbers beyond what {@code values} has: conversions, and functions to 34
 * digits. Threads: immutable.
 */
final class DecimalMath {
  private static final int MIN_EXPONENT = -6176;
  private static final int MAX_EXPONENT = 6111;
  private static final int DIGITS = 34;
  private static final int DOUBLE_DIGITS = 15;
  private static final MathContext RESULT = new MathContext(DIGITS, RoundingMode.HALF_EVEN);

  private DecimalMath() {}

  static boolean isFinite(Decimal128 value) {
    return !value.isNaN() && !value.isInfinite();
  }

  static boolean isZero(Decimal128 value) {
    return isFinite(value) && magnitude(value).signum() == 0;
  }

  /** The number without its sign of zero; it must be finite. */
  static BigDecimal magnitude(Decimal128 finite) {
    return negateSign(finite, false).bigDecimalValue();
  }

  /** A finite number as a BigDecimal; negative zero becomes zero. */
  static BigDecimal toBigDecimal(Decimal128 finite) {
    BigDecimal magnitude = magnitude(finite);
    return finite.isNegative() ? magnitude.negate() : magnitude;
  }

  private static Decimal128 negateSign(Decimal128 value, boolean negative) {
    long high = value.getHigh() & Long.MAX_VALUE;
    return Decimal128.fromIEEE754BIDEncoding(
        negative ? high | Long.MIN_VALUE : high, value.getLow());
  }

  static Decimal128 abs(Decimal128 value) {
    return negateSign(value, false);
  }

  static Decimal128 withSign(Decimal128 value, boolean negative) {
    return negateSign(value, negative);
  }

  static double toDouble(Decimal128 value) {
    if (value.isNaN()) {
      return Double.NaN;
    }
    if (value.isInfinite()) {
      return value.isNegative() ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    double magnitude = magnitude(value).doubleValue();
    return value.isNegative() ? -magnitude : magnitude;
  }

  /** A double as a Decimal128 of 15 digits, trailing zeros included, as MongoDB converts it. */
  static Decimal128 of(double value) {
    if (Double.isNaN(value)) {
      return Decimal128.NaN;
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? Decimal128.POSITIVE_INFINITY : Decimal128.NEGATIVE_INFINITY;
    }
    if (value == 0) {
      return 1 / value < 0 ? Decimal128.NEGATIVE_ZERO : Decimal128.POSITIVE_ZERO;
    }
    BigDecimal rounded =
        new BigDecimal(value).round(new MathContext(DOUBLE_DIGITS, RoundingMode.HALF_EVEN));
    return of(rounded.setScale(rounded.scale() + DOUBLE_DIGITS - rounded.precision()), false);
  }

  /** Rounds to what a Decimal128 holds; too large becomes infinity, too small zero. */
  static Decimal128 of(BigDecimal value) {
    return of(value, value.signum() < 0);
  }

  /**
   * @param negativeZero the sign where the result is zero
   */
  static Decimal128 of(BigDecimal value, boolean negativeZero) {
    BigDecimal rounded = value.round(RESULT);
    if (-rounded.scale() < MIN_EXPONENT) {
      rounded = value.setScale(-MIN_EXPONENT, RoundingMode.HALF_EVEN);
    }
    if (-rounded.scale() > MAX_EXPONENT) {
      if (rounded.signum() == 0) {
        rounded = BigDecimal.ZERO.setScale(-MAX_EXPONENT);
      } else if (rounded.precision() - rounded.scale() - MAX_EXPONENT > DIGITS) {
        return value.signum() > 0 ? Decimal128.POSITIVE_INFINITY : Decimal128.NEGATIVE_INFINITY;
      } else {
        rounded = rounded.setScale(-MAX_EXPONENT);
      }
    }
    boolean negative = rounded.signum() < 0 || (rounded.signum() == 0 && negativeZero);
    return withSign(new Decimal128(rounded.abs()), negative);
  }

  /** The quotient; the divisor must not be zero. */
  static Decimal128 divide(Decimal128 a, Decimal128 b) {
    if (a.isNaN() || b.isNaN() || (a.isInfinite() && b.isInfinite())) {
      return Decimal128.NaN;
    }
    boolean negative = a.isNegative() != b.isNegative();
    if (a.isInfinite()) {
      return withSign(Decimal128.POSITIVE_INFINITY, negative);
    }
    if (b.isInfinite()) {
      return withSign(of(BigDecimal.ZERO.setScale(-MIN_EXPONENT), false), negative);
    }
    BigDecimal dividend = toBigDecimal(a);
    BigDecimal divisor = toBigDecimal(b);
    // BigDecimal's preferred scale is that of IEEE 754: the difference of the scales.
    return of(dividend.divide(divisor, RESULT), negative);
  }

  /** The remainder of a division that truncates; NaN where it has none. */
  static Decimal128 remainder(Decimal128 a, Decimal128 b) {
    if (a.isNaN() || b.isNaN() || a.isInfinite()) {
      return Decimal128.NaN;
    }
    if (b.isInfinite()) {
      return a;
    }
    return of(toBigDecimal(a).remainder(toBigDecimal(b)), a.isNegative());
  }

  /** Rounds to {@code places} digits after the point. NaN where the result has no 34 digits. */
  static Decimal128 quantize(Decimal128 value, int places, RoundingMode mode) {
    if (!isFinite(value)) {
      return Decimal128.NaN;
    }
    BigDecimal exact = toBigDecimal(value);
    int whole = exact.precision() - exact.scale();
    // More places than there is room for are as many as there is room for.
    int fitting = whole > DIGITS ? places : Math.min(places, DIGITS - whole);
    BigDecimal rounded = exact.setScale(fitting, mode);
    if (rounded.precision() > DIGITS) {
      return Decimal128.NaN;
    }
    return of(rounded, value.isNegative());
  }

  static Decimal128 squareRoot(Decimal128 value) {
    if (!isFinite(value) || isZero(value)) {
      return isFinite(value) ? halvedZero(value) : value;
    }
    return of(toBigDecimal(value).sqrt(RESULT));
  }

  private static Decimal128 halvedZero(Decimal128 zero) {
    int exponent = -magnitude(zero).scale();
    return of(BigDecimal.ZERO.setScale(-Math.floorDiv(exponent, 2)), zero.isNegative());
  }
}
