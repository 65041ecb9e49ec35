package dev.meerkat.query.expression;

import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.values.Numbers;
import org.bson.BsonDecimal128;
import org.bson.BsonDouble;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonValue;

/**
 * A number raised to a power. Integers stay integers as long as the result fits.
 *
 * <p>Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/pow/">$pow</a>
 */
final class PowExpression {
  private PowExpression() {}

  static Expression parse(BsonValue spec, ParseScope scope) {
    return FunctionExpression.binary("$pow", spec, scope, PowExpression::apply);
  }

  private static BsonValue apply(BsonValue base, BsonValue exponent) {
    if (base.isNull() || exponent.isNull()) {
      return BsonNull.VALUE;
    }
    if (!base.isNumber()) {
      throw Values.error(28762, "$pow's base must be numeric, not " + Values.typeName(base));
    }
    if (!exponent.isNumber()) {
      throw Values.error(
          28763, "$pow's exponent must be numeric, not " + Values.typeName(exponent));
    }
    if (isZero(base) && isNegative(exponent, Values.isDecimal(base))) {
      throw Values.error(28764, "$pow cannot take a base of 0 and a negative exponent");
    }
    if (Values.isDecimal(base) || Values.isDecimal(exponent)) {
      return new BsonDecimal128(
          DecimalFunctions.power(Numbers.toDecimal(base), Numbers.toDecimal(exponent)));
    }
    if (Values.isDouble(base) || Values.isDouble(exponent)) {
      return new BsonDouble(ofDoubles(Numbers.toDouble(base), Numbers.toDouble(exponent)));
    }
    boolean isInt32 = base.isInt32() && exponent.isInt32();
    return ofIntegers(Values.toLong(base), Values.toLong(exponent), isInt32);
  }

  /** Beside a Decimal128 the sign alone decides, that of zero and NaN included. */
  private static boolean isNegative(BsonValue number, boolean asDecimal) {
    return asDecimal || Values.isDecimal(number)
        ? Numbers.toDecimal(number).isNegative()
        : Numbers.toDouble(number) < 0;
  }

  private static boolean isZero(BsonValue number) {
    return !Values.isTrue(number);
  }

  /** As C computes it: one to any power is one, and any number to the power of zero. */
  private static double ofDoubles(double base, double exponent) {
    if (base == 1 || (base == -1 && Double.isInfinite(exponent))) {
      return 1;
    }
    return Math.pow(base, exponent);
  }

  private static BsonValue ofIntegers(long base, long exponent, boolean isInt32) {
    if (base >= -1 && base <= 1) {
      boolean odd = (exponent & 1) == 1;
      long result = base == 0 ? (exponent == 0 ? 1 : 0) : base == 1 || !odd ? 1 : -1;
      return integer(result, isInt32);
    }
    if (exponent < 0 || exponent > 63) {
      return new BsonDouble(Math.pow((double) base, (double) exponent));
    }
    long result = 1;
    for (long i = 0; i < exponent; i++) {
      if (Math.multiplyHigh(result, base) != (result * base) >> 63) {
        return new BsonDouble(Math.pow((double) base, (double) exponent));
      }
      result *= base;
    }
    return integer(result, isInt32);
  }

  private static BsonValue integer(long value, boolean isInt32) {
    return isInt32 ? Values.intOrLong(value) : new BsonInt64(value);
  }
}
