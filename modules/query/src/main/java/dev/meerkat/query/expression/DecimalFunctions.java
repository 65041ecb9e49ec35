package dev.meerkat.query.expression;

import dev.meerkat.values.DecimalMath;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import org.bson.types.Decimal128;

/**
 * Transcendental functions of Decimal128 numbers, computed with guard digits and rounded once.
 * Threads: immutable.
 */
final class DecimalFunctions {
  /** Digits carried inside: twice what a result holds, so that cancellation leaves enough. */
  private static final MathContext WORK = new MathContext(80, RoundingMode.HALF_EVEN);

  private static final BigDecimal TWO = BigDecimal.valueOf(2);
  private static final BigDecimal LN_10 = logBySquareRoots(BigDecimal.TEN);
  private static final BigDecimal LN_2 = logBySquareRoots(TWO);

  private static final Decimal128 MAX =
      Decimal128.parse("9999999999999999999999999999999999E+6111");
  private static final Decimal128 MIN =
      Decimal128.parse("-9999999999999999999999999999999999E+6111");

  /** Beyond it the exponential overflows a Decimal128. */
  private static final BigDecimal LARGEST = BigDecimal.valueOf(14_200);

  private DecimalFunctions() {}

  static Decimal128 exponential(Decimal128 value) {
    if (value.isNaN()) {
      return value;
    }
    if (value.isInfinite()) {
      return value.isNegative() ? Decimal128.POSITIVE_ZERO : value;
    }
    return exponential(DecimalMath.toBigDecimal(value));
  }

  private static Decimal128 exponential(BigDecimal value) {
    if (value.signum() == 0) {
      return new Decimal128(1);
    }
    if (value.compareTo(LARGEST) > 0) {
      return Decimal128.POSITIVE_INFINITY;
    }
    if (value.compareTo(LARGEST.negate()) < 0) {
      return DecimalMath.of(BigDecimal.ZERO.setScale(6176), false);
    }
    return DecimalMath.of(exp(value));
  }

  /** The natural logarithm; the number must be above zero or NaN. */
  static Decimal128 naturalLogarithm(Decimal128 value) {
    if (!DecimalMath.isFinite(value)) {
      return value;
    }
    BigDecimal number = DecimalMath.toBigDecimal(value);
    return number.compareTo(BigDecimal.ONE) == 0 ? new Decimal128(0) : stripped(naturalLog(number));
  }

  /** The logarithm to base 10; the number must be above zero or NaN. */
  static Decimal128 commonLogarithm(Decimal128 value) {
    if (!DecimalMath.isFinite(value)) {
      return value;
    }
    BigDecimal number = DecimalMath.toBigDecimal(value).stripTrailingZeros();
    if (number.unscaledValue().equals(BigInteger.ONE)) {
      return new Decimal128(-number.scale());
    }
    return DecimalMath.of(naturalLog(number).divide(LN_10, WORK));
  }

  /** The logarithm to any base; both numbers must be above zero or NaN. */
  static Decimal128 logarithm(Decimal128 value, Decimal128 base) {
    if (value.isNaN() || base.isNaN()) {
      return Decimal128.NaN;
    }
    return DecimalMath.divide(naturalLogarithm(value), naturalLogarithm(base));
  }

  static Decimal128 power(Decimal128 base, Decimal128 exponent) {
    boolean greatest = MAX.equals(base) || MIN.equals(base);
    if (greatest
        && DecimalMath.isFinite(exponent)
        && DecimalMath.toBigDecimal(exponent).compareTo(BigDecimal.ONE) == 0) {
      // MongoDB's library goes by the logarithm, and that is rounded to one that is too large.
      return base.isNegative() ? Decimal128.NEGATIVE_INFINITY : Decimal128.POSITIVE_INFINITY;
    }
    Decimal128 one = new Decimal128(1);
    if (DecimalMath.isZero(exponent)
        || (DecimalMath.isFinite(base)
            && DecimalMath.toBigDecimal(base).compareTo(BigDecimal.ONE) == 0)) {
      return one;
    }
    if (base.isNaN() || exponent.isNaN()) {
      return Decimal128.NaN;
    }
    if (exponent.isInfinite()) {
      return infinitePower(base, exponent.isNegative());
    }
    BigDecimal power = DecimalMath.toBigDecimal(exponent);
    boolean integral = power.stripTrailingZeros().scale() <= 0;
    boolean odd = integral && power.toBigInteger().testBit(0);
    boolean negative = base.isNegative() && odd;
    if (base.isInfinite() || DecimalMath.isZero(base)) {
      boolean grows = base.isInfinite() == (power.signum() > 0);
      return grows
          ? DecimalMath.withSign(Decimal128.POSITIVE_INFINITY, negative)
          : DecimalMath.of(BigDecimal.ZERO.setScale(6176), false);
    }
    if (base.isNegative() && !integral) {
      return Decimal128.NaN;
    }
    Decimal128 magnitude = finitePower(DecimalMath.magnitude(base), power, integral);
    return DecimalMath.withSign(magnitude, negative);
  }

  private static Decimal128 infinitePower(Decimal128 base, boolean negativeExponent) {
    if (base.isInfinite()) {
      return negativeExponent ? Decimal128.POSITIVE_ZERO : Decimal128.POSITIVE_INFINITY;
    }
    int comparison = DecimalMath.magnitude(base).compareTo(BigDecimal.ONE);
    if (comparison == 0) {
      return new Decimal128(1);
    }
    return (comparison > 0) == negativeExponent
        ? Decimal128.POSITIVE_ZERO
        : Decimal128.POSITIVE_INFINITY;
  }

  private static Decimal128 finitePower(BigDecimal base, BigDecimal power, boolean integral) {
    if (integral && power.abs().compareTo(BigDecimal.valueOf(999_999)) < 0) {
      int exponent = power.intValueExact();
      double digits = exponent * (base.precision() - 1.0 - base.scale());
      if (Math.abs(digits) < 7_000) {
        return padded(base.pow(exponent, WORK));
      }
    }
    return exponential(power.multiply(naturalLog(base), WORK));
  }

  /** A power has all 34 digits, trailing zeros included, as MongoDB computes it. */
  private static Decimal128 padded(BigDecimal value) {
    BigDecimal rounded = value.round(MathContext.DECIMAL128);
    int missing = MathContext.DECIMAL128.getPrecision() - rounded.precision();
    return DecimalMath.of(rounded.setScale(rounded.scale() + missing));
  }

  /** An exact result keeps no zeros that only the working precision brought. */
  private static Decimal128 stripped(BigDecimal value) {
    BigDecimal plain = value.stripTrailingZeros();
    return DecimalMath.of(
        plain.scale() < 0 && plain.precision() - plain.scale() <= 34 ? plain.setScale(0) : plain);
  }

  /** e to any power that a Decimal128 has room for. */
  static BigDecimal exp(BigDecimal value) {
    // e^x = 2^k * (e^(r / 2^16))^(2^16), |r| < ln 2
    int k = value.divide(LN_2, WORK).setScale(0, RoundingMode.FLOOR).intValueExact();
    BigDecimal rest = value.subtract(LN_2.multiply(BigDecimal.valueOf(k), WORK), WORK);
    BigDecimal small = rest.divide(BigDecimal.valueOf(1 << 16), WORK);
    BigDecimal sum = BigDecimal.ONE;
    BigDecimal term = BigDecimal.ONE;
    for (int i = 1; i < 30; i++) {
      term = term.multiply(small, WORK).divide(BigDecimal.valueOf(i), WORK);
      sum = sum.add(term, WORK);
    }
    for (int i = 0; i < 16; i++) {
      sum = sum.multiply(sum, WORK);
    }
    return sum.multiply(TWO.pow(k, WORK), WORK);
  }

  /** ln x for x above zero: halved into [0.7, 1.4], then the series of the inverse tanh. */
  static BigDecimal naturalLog(BigDecimal value) {
    int tens = value.precision() - value.scale();
    BigDecimal rest = value.scaleByPowerOfTen(-tens);
    BigDecimal result = LN_10.multiply(BigDecimal.valueOf(tens), WORK);
    return result.add(logBySquareRoots(rest), WORK);
  }

  private static BigDecimal logBySquareRoots(BigDecimal value) {
    BigDecimal root = value;
    int doublings = 0;
    BigDecimal least = new BigDecimal("0.99");
    BigDecimal most = new BigDecimal("1.01");
    while (root.compareTo(least) < 0 || root.compareTo(most) > 0) {
      root = root.sqrt(WORK);
      doublings++;
    }
    BigDecimal y = root.subtract(BigDecimal.ONE).divide(root.add(BigDecimal.ONE), WORK);
    BigDecimal square = y.multiply(y, WORK);
    BigDecimal term = y;
    BigDecimal sum = y;
    for (int i = 3; i < 60; i += 2) {
      term = term.multiply(square, WORK);
      sum = sum.add(term.divide(BigDecimal.valueOf(i), WORK), WORK);
    }
    return sum.multiply(TWO, WORK).multiply(TWO.pow(doublings), WORK);
  }
}
