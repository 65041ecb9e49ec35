package dev.meerkat.query.expression;

import dev.meerkat.values.DecimalMath;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.function.UnaryOperator;
import org.bson.types.Decimal128;

/**
 * Trigonometric functions of Decimal128 numbers, computed with guard digits and rounded once.
 * Threads: immutable.
 */
final class DecimalTrigonometry {
  private static final MathContext WORK = new MathContext(90, RoundingMode.HALF_EVEN);

  /** In radians. */
  private static final Decimal128 DEGREE =
      Decimal128.parse("0.01745329251994329576923690768488613");

  /** In degrees. */
  private static final Decimal128 RADIAN = Decimal128.parse("57.29577951308232087679815481410517");

  private static final BigDecimal ONE = BigDecimal.ONE;
  private static final BigDecimal TWO = BigDecimal.valueOf(2);
  private static final BigDecimal PI = pi(100);
  private static final BigDecimal HALF_PI = PI.divide(TWO, WORK);

  /** Below it the first terms of a series are exact to more digits than are kept. */
  private static final BigDecimal TINY = new BigDecimal("1E-12");

  /** Beyond it the hyperbolic functions overflow, and the tangent is one. */
  private static final BigDecimal LARGE = BigDecimal.valueOf(14_200);

  private DecimalTrigonometry() {}

  /** The radians of an angle in degrees. */
  static Decimal128 radians(Decimal128 degrees) {
    return DecimalMath.multiply(degrees, DEGREE);
  }

  /** The degrees of an angle in radians. */
  static Decimal128 degrees(Decimal128 radians) {
    return DecimalMath.multiply(radians, RADIAN);
  }

  static Decimal128 sin(Decimal128 x) {
    return odd(x, x, v -> sine(reduced(v)));
  }

  static Decimal128 cos(Decimal128 x) {
    return DecimalMath.isZero(x) ? new Decimal128(1) : finite(x, v -> cosine(reduced(v)));
  }

  static Decimal128 tan(Decimal128 x) {
    return odd(
        x,
        x,
        v -> {
          BigDecimal angle = reduced(v);
          return sine(angle).divide(cosine(angle), WORK);
        });
  }

  static Decimal128 atan(Decimal128 x) {
    return odd(x, signed(HALF_PI, x), DecimalTrigonometry::arcTangent);
  }

  static Decimal128 asin(Decimal128 x) {
    return odd(
        requireWithinOne("$asin", x),
        x,
        v ->
            v.abs().compareTo(ONE) == 0
                ? HALF_PI.multiply(v)
                : arcTangent(v.divide(root(ONE.subtract(v.multiply(v))), WORK)));
  }

  static Decimal128 acos(Decimal128 x) {
    return finite(
        requireWithinOne("$acos", x),
        v ->
            v.compareTo(ONE.negate()) == 0
                ? PI
                : TWO.multiply(arcTangent(root(ONE.subtract(v).divide(ONE.add(v), WORK))), WORK));
  }

  static Decimal128 sinh(Decimal128 x) {
    return odd(x, x, DecimalTrigonometry::hyperbolicSine);
  }

  static Decimal128 cosh(Decimal128 x) {
    if (x.isInfinite()) {
      return Decimal128.POSITIVE_INFINITY;
    }
    return DecimalMath.isZero(x)
        ? new Decimal128(1)
        : finite(x, DecimalTrigonometry::hyperbolicCosine);
  }

  static Decimal128 tanh(Decimal128 x) {
    return odd(
        x,
        signed(ONE, x),
        v ->
            v.abs().compareTo(BigDecimal.valueOf(100)) > 0
                ? BigDecimal.valueOf(v.signum())
                : hyperbolicSine(v).divide(hyperbolicCosine(v), WORK));
  }

  static Decimal128 asinh(Decimal128 x) {
    return odd(
        x,
        x,
        v -> {
          BigDecimal square = v.multiply(v, WORK);
          if (v.abs().compareTo(TINY) < 0) {
            return v.subtract(v.multiply(square, WORK).divide(BigDecimal.valueOf(6), WORK));
          }
          BigDecimal magnitude =
              DecimalFunctions.naturalLog(v.abs().add(root(square.add(ONE)), WORK));
          return v.signum() < 0 ? magnitude.negate() : magnitude;
        });
  }

  static Decimal128 acosh(Decimal128 x) {
    if (x.isInfinite()) {
      return x;
    }
    return finite(
        x,
        v -> {
          if (v.compareTo(ONE) < 0) {
            throw outOfRange("$acosh", x);
          }
          BigDecimal under = v.subtract(ONE).multiply(v.add(ONE), WORK);
          return DecimalFunctions.naturalLog(v.add(root(under), WORK));
        });
  }

  static Decimal128 atanh(Decimal128 x) {
    requireWithinOne("$atanh", x);
    if (DecimalMath.isFinite(x) && DecimalMath.magnitude(x).compareTo(ONE) == 0) {
      return DecimalMath.withSign(Decimal128.POSITIVE_INFINITY, x.isNegative());
    }
    return odd(
        x,
        x,
        v -> {
          if (v.abs().compareTo(TINY) < 0) {
            return v.add(v.pow(3, WORK).divide(BigDecimal.valueOf(3), WORK));
          }
          BigDecimal ratio = ONE.add(v).divide(ONE.subtract(v), WORK);
          return DecimalFunctions.naturalLog(ratio).divide(TWO, WORK);
        });
  }

  static Decimal128 atan2(Decimal128 y, Decimal128 x) {
    if (y.isNaN() || x.isNaN()) {
      return Decimal128.NaN;
    }
    boolean plain =
        DecimalMath.isFinite(y)
            && DecimalMath.isFinite(x)
            && !DecimalMath.isZero(y)
            && !DecimalMath.isZero(x);
    if (!plain) {
      double angle = Math.atan2(DecimalMath.toDouble(y), DecimalMath.toDouble(x));
      if (angle == 0) {
        return DecimalMath.withSign(new Decimal128(0), y.isNegative());
      }
      // Zeros and infinities make nothing but multiples of a quarter of pi.
      long quarters = Math.round(angle / (Math.PI / 4));
      return rounded(PI.multiply(BigDecimal.valueOf(quarters)).divide(BigDecimal.valueOf(4), WORK));
    }
    BigDecimal ordinate = DecimalMath.toBigDecimal(y);
    BigDecimal abscissa = DecimalMath.toBigDecimal(x);
    BigDecimal angle = arcTangent(ordinate.divide(abscissa, WORK));
    if (abscissa.signum() < 0) {
      angle = ordinate.signum() < 0 ? angle.subtract(PI) : angle.add(PI);
    }
    return rounded(angle);
  }

  private static Decimal128 odd(
      Decimal128 x, Decimal128 ofInfinity, UnaryOperator<BigDecimal> function) {
    if (x.isInfinite()) {
      return ofInfinity;
    }
    return DecimalMath.isZero(x) ? x : finite(x, function);
  }

  private static Decimal128 finite(Decimal128 x, UnaryOperator<BigDecimal> function) {
    if (x.isNaN()) {
      return x;
    }
    BigDecimal value = DecimalMath.toBigDecimal(x);
    return rounded(function.apply(value));
  }

  private static Decimal128 rounded(BigDecimal value) {
    return DecimalMath.of(value.round(MathContext.DECIMAL128));
  }

  private static Decimal128 signed(BigDecimal magnitude, Decimal128 sign) {
    return DecimalMath.withSign(rounded(magnitude), sign.isNegative());
  }

  private static Decimal128 requireWithinOne(String name, Decimal128 x) {
    if (DecimalMath.isFinite(x) && DecimalMath.magnitude(x).compareTo(ONE) > 0) {
      throw outOfRange(name, x);
    }
    return x;
  }

  private static RuntimeException outOfRange(String name, Decimal128 x) {
    return Values.error(50989, "cannot apply " + name + " to " + x + ", value must be in range");
  }

  /** The angle without whole turns; of a great number it takes as many digits of pi as needed. */
  private static BigDecimal reduced(BigDecimal x) {
    int whole = Math.max(0, x.precision() - x.scale());
    if (whole == 0) {
      return x;
    }
    BigDecimal turn = (whole < 8 ? PI : pi(100 + whole)).multiply(TWO);
    BigDecimal turns = x.divide(turn, 0, RoundingMode.HALF_EVEN);
    return x.subtract(turns.multiply(turn)).round(WORK);
  }

  private static BigDecimal sine(BigDecimal x) {
    return series(x, x, 1);
  }

  private static BigDecimal cosine(BigDecimal x) {
    return series(ONE, x, 0);
  }

  /** The sum of every other term of the exponential series, with changing signs. */
  private static BigDecimal series(BigDecimal first, BigDecimal x, int firstPower) {
    BigDecimal square = x.multiply(x, WORK).negate();
    return sum(first, square, firstPower);
  }

  private static BigDecimal sum(BigDecimal first, BigDecimal square, int firstPower) {
    BigDecimal term = first;
    BigDecimal sum = first;
    for (int i = firstPower + 1; i < 140; i += 2) {
      term = term.multiply(square, WORK).divide(BigDecimal.valueOf((long) i * (i + 1)), WORK);
      sum = sum.add(term, WORK);
    }
    return sum;
  }

  private static BigDecimal hyperbolicSine(BigDecimal x) {
    if (x.abs().compareTo(ONE) < 0) {
      return sum(x, x.multiply(x, WORK), 1);
    }
    BigDecimal grown = exponential(x.abs());
    BigDecimal value = grown.subtract(ONE.divide(grown, WORK), WORK).divide(TWO, WORK);
    return x.signum() < 0 ? value.negate() : value;
  }

  private static BigDecimal hyperbolicCosine(BigDecimal x) {
    BigDecimal grown = exponential(x.abs());
    return grown.add(ONE.divide(grown, WORK), WORK).divide(TWO, WORK);
  }

  private static BigDecimal exponential(BigDecimal x) {
    return DecimalFunctions.exp(x.min(LARGE));
  }

  private static BigDecimal arcTangent(BigDecimal x) {
    BigDecimal small = x.abs();
    boolean isInverted = small.compareTo(ONE) > 0;
    if (isInverted) {
      small = ONE.divide(small, WORK);
    }
    int halvings = 0;
    while (small.compareTo(new BigDecimal("0.1")) > 0) {
      small = small.divide(ONE.add(root(ONE.add(small.multiply(small, WORK)))), WORK);
      halvings++;
    }
    BigDecimal square = small.multiply(small, WORK).negate();
    BigDecimal term = small;
    BigDecimal sum = small;
    for (int i = 3; i < 100; i += 2) {
      term = term.multiply(square, WORK);
      sum = sum.add(term.divide(BigDecimal.valueOf(i), WORK), WORK);
    }
    BigDecimal angle = sum.multiply(TWO.pow(halvings), WORK);
    if (isInverted) {
      angle = HALF_PI.subtract(angle, WORK);
    }
    return x.signum() < 0 ? angle.negate() : angle;
  }

  private static BigDecimal root(BigDecimal x) {
    return x.sqrt(WORK);
  }

  /** Pi by Machin's formula. */
  private static BigDecimal pi(int digits) {
    BigInteger unit = BigInteger.TEN.pow(digits + 10);
    BigInteger fifth = inverseArcTangent(5, unit).shiftLeft(4);
    BigInteger other = inverseArcTangent(239, unit).shiftLeft(2);
    return new BigDecimal(fifth.subtract(other), digits + 10);
  }

  private static BigInteger inverseArcTangent(int x, BigInteger unit) {
    BigInteger square = BigInteger.valueOf((long) x * x);
    BigInteger power = unit.divide(BigInteger.valueOf(x));
    BigInteger sum = power;
    for (int i = 3; power.signum() != 0; i += 2) {
      power = power.divide(square).negate();
      sum = sum.add(power.divide(BigInteger.valueOf(i)));
    }
    return sum;
  }
}
