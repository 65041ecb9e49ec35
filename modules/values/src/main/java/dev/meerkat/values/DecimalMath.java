package dev.meerkat.values;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import org.bson.types.Decimal128;

/**
 * Arithmetic on Decimal128 numbers: 34 digits, rounded half to even, with the exponents and signed
 * zeros of IEEE 754. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/bson-types/">NumberDecimal</a>
 */
public final class DecimalMath {
  public static final MathContext CONTEXT =
      new MathContext(Decimals.MAX_DIGITS, RoundingMode.HALF_EVEN);
  public static final Decimal128 ZERO = Decimals.of(false, 0, 0, 0);

  /** The digits that MongoDB keeps where an expression turns a double into a Decimal128. */
  private static final MathContext DOUBLE_DIGITS = new MathContext(15, RoundingMode.HALF_EVEN);

  private DecimalMath() {}

  public static Decimal128 add(Decimal128 a, Decimal128 b) {
    if (isFinite(a) && isFinite(b)) {
      boolean negativeZero = Decimals.isNegative(a.getHigh()) && Decimals.isNegative(b.getHigh());
      return of(toBigDecimal(a).add(toBigDecimal(b), CONTEXT), negativeZero);
    }
    if (a.isNaN() || b.isNaN() || (a.isInfinite() && b.isInfinite() && !sameSign(a, b))) {
      return Decimal128.NaN;
    }
    return a.isInfinite() ? a : b;
  }

  public static Decimal128 subtract(Decimal128 a, Decimal128 b) {
    return add(a, negate(b));
  }

  public static Decimal128 multiply(Decimal128 a, Decimal128 b) {
    boolean negative = !sameSign(a, b);
    if (isFinite(a) && isFinite(b)) {
      return of(toBigDecimal(a).multiply(toBigDecimal(b)), negative);
    }
    if (a.isNaN() || b.isNaN() || isZero(a) || isZero(b)) {
      return Decimal128.NaN;
    }
    return infinity(negative);
  }

  /** Divides; a zero divisor gives an infinity, and zero by zero NaN. */
  public static Decimal128 divide(Decimal128 a, Decimal128 b) {
    boolean negative = !sameSign(a, b);
    if (a.isNaN() || b.isNaN() || (a.isInfinite() && b.isInfinite())) {
      return Decimal128.NaN;
    }
    if (a.isInfinite()) {
      return infinity(negative);
    }
    if (b.isInfinite()) {
      return of(BigDecimal.valueOf(0, -Decimals.MIN_EXPONENT), negative);
    }
    if (isZero(b)) {
      return isZero(a) ? Decimal128.NaN : infinity(negative);
    }
    return of(toBigDecimal(a).divide(toBigDecimal(b), CONTEXT), negative);
  }

  public static Decimal128 negate(Decimal128 value) {
    return Decimal128.fromIEEE754BIDEncoding(value.getHigh() ^ Long.MIN_VALUE, value.getLow());
  }

  /**
   * The remainder of a division that truncates, with the dividend's sign; NaN where it has none.
   */
  public static Decimal128 remainder(Decimal128 a, Decimal128 b) {
    if (a.isNaN() || b.isNaN() || a.isInfinite() || isZero(b)) {
      return Decimal128.NaN;
    }
    return b.isInfinite()
        ? a
        : of(toBigDecimal(a).remainder(toBigDecimal(b)), Decimals.isNegative(a.getHigh()));
  }

  /** The square root; NaN of what is below zero, while negative zero stays what it is. */
  public static Decimal128 squareRoot(Decimal128 value) {
    if (isZero(value)) {
      int exponent = Math.floorDiv(Decimals.exponent(value.getHigh()), 2);
      return Decimals.of(Decimals.isNegative(value.getHigh()), 0, 0, exponent);
    }
    if (value.isNaN() || Decimals.isNegative(value.getHigh())) {
      return Decimal128.NaN;
    }
    return value.isInfinite() ? value : of(toBigDecimal(value).sqrt(CONTEXT));
  }

  /**
   * Rounds to digits after the point; NaN where the result would have more than 34, and of what is
   * not finite.
   *
   * @param places digits after the point; below zero, zeros before it
   */
  public static Decimal128 quantize(Decimal128 value, int places, RoundingMode mode) {
    if (!isFinite(value)) {
      return Decimal128.NaN;
    }
    BigDecimal exact = toBigDecimal(value);
    int whole = exact.precision() - exact.scale();
    // More places than there is room for are as many as there is room for.
    int fitting =
        whole > Decimals.MAX_DIGITS ? places : Math.min(places, Decimals.MAX_DIGITS - whole);
    BigDecimal rounded = exact.setScale(fitting, mode);
    return rounded.precision() > Decimals.MAX_DIGITS
        ? Decimal128.NaN
        : of(rounded, Decimals.isNegative(value.getHigh()));
  }

  public static Decimal128 abs(Decimal128 value) {
    return withSign(value, false);
  }

  /** The number with this sign, zeros, infinities and NaN included. */
  public static Decimal128 withSign(Decimal128 value, boolean negative) {
    return value.getHigh() < 0 == negative ? value : negate(value);
  }

  public static boolean isFinite(Decimal128 value) {
    return Decimals.isFinite(value.getHigh());
  }

  public static boolean isZero(Decimal128 value) {
    return Decimals.isZero(value.getHigh(), value.getLow());
  }

  /** A finite number without its sign. */
  public static BigDecimal magnitude(Decimal128 value) {
    return toBigDecimal(value).abs();
  }

  /** A finite number; negative zero becomes zero. */
  public static BigDecimal toBigDecimal(Decimal128 value) {
    return Decimals.toBigDecimal(value.getHigh(), value.getLow());
  }

  /** The nearest double; what is too great becomes an infinity. */
  public static double toDouble(Decimal128 value) {
    boolean negative = Decimals.isNegative(value.getHigh());
    if (value.isNaN()) {
      return Double.NaN;
    }
    if (value.isInfinite()) {
      return negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    return isZero(value) ? (negative ? -0.0 : 0.0) : toBigDecimal(value).doubleValue();
  }

  public static Decimal128 of(long value) {
    return Decimals.of(value < 0, 0, Math.abs(value), 0);
  }

  /** The nearest Decimal128, with the exponent kept where there is room for it. */
  public static Decimal128 of(BigDecimal value) {
    return of(value, value.signum() < 0);
  }

  /** A double as expressions convert it: 15 significant digits, trailing zeros included. */
  public static Decimal128 of(double value) {
    if (value == 0 || !Double.isFinite(value)) {
      return exactly(value);
    }
    BigDecimal rounded = new BigDecimal(value).round(DOUBLE_DIGITS);
    int missing = DOUBLE_DIGITS.getPrecision() - rounded.precision();
    return of(rounded.setScale(rounded.scale() + missing));
  }

  /** A double to 34 digits, which is exact for all that have no more. */
  public static Decimal128 exactly(double value) {
    if (Double.isNaN(value)) {
      return Decimal128.NaN;
    }
    if (Double.isInfinite(value)) {
      return infinity(value < 0);
    }
    return of(new BigDecimal(value), Double.doubleToRawLongBits(value) < 0);
  }

  /**
   * The nearest Decimal128; too great becomes an infinity, too small zero.
   *
   * @param negativeZero the sign where the result is zero
   */
  public static Decimal128 of(BigDecimal value, boolean negativeZero) {
    boolean negative = value.signum() == 0 ? negativeZero : value.signum() < 0;
    BigDecimal rounded = value.round(CONTEXT);
    if (-rounded.scale() < Decimals.MIN_EXPONENT) {
      rounded = value.setScale(-Decimals.MIN_EXPONENT, RoundingMode.HALF_EVEN);
    }
    int excess = -rounded.scale() - Decimals.MAX_EXPONENT;
    if (excess > 0) {
      if (rounded.signum() != 0 && rounded.precision() + excess > Decimals.MAX_DIGITS) {
        return infinity(negative);
      }
      rounded =
          rounded.signum() == 0
              ? BigDecimal.valueOf(0, -Decimals.MAX_EXPONENT)
              : rounded.setScale(-Decimals.MAX_EXPONENT);
    }
    BigInteger coefficient = rounded.unscaledValue().abs();
    return Decimals.of(
        negative,
        coefficient.shiftRight(64).longValue(),
        coefficient.longValue(),
        -rounded.scale());
  }

  private static Decimal128 infinity(boolean negative) {
    return negative ? Decimal128.NEGATIVE_INFINITY : Decimal128.POSITIVE_INFINITY;
  }

  private static boolean sameSign(Decimal128 a, Decimal128 b) {
    return Decimals.isNegative(a.getHigh()) == Decimals.isNegative(b.getHigh());
  }
}
