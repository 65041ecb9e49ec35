package dev.meerkat.query.expression;

import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.values.Numbers;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.bson.BsonDecimal128;
import org.bson.BsonDouble;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.bson.types.Decimal128;

/**
 * Trigonometric functions: of a double computed as doubles, of a Decimal128 to its 34 digits.
 *
 * <p>Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/sin/">$sin</a>
 */
final class TrigonometricFunction {
  private TrigonometricFunction() {}

  static NumericFunction unbounded(
      String name, DoubleUnaryOperator function, UnaryOperator<Decimal128> ofDecimal) {
    return new NumericFunction(name, null, function, ofDecimal);
  }

  /** A function of all numbers but the infinite ones. */
  static NumericFunction finite(
      String name, DoubleUnaryOperator function, UnaryOperator<Decimal128> ofDecimal) {
    return new NumericFunction(
        name, new Interval(name, -Double.MAX_VALUE, Double.MAX_VALUE), function, ofDecimal);
  }

  static NumericFunction bounded(
      String name,
      double least,
      double most,
      DoubleUnaryOperator function,
      UnaryOperator<Decimal128> ofDecimal) {
    return new NumericFunction(name, new Interval(name, least, most), function, ofDecimal);
  }

  private record Interval(String name, double least, double most)
      implements NumericFunction.Domain {
    @Override
    public boolean contains(double value) {
      return value >= least && value <= most;
    }

    @Override
    public ServerException refusal(BsonValue value) {
      return Values.error(
          50989, "cannot apply " + name + " to " + value + ", value must be in range");
    }
  }

  static Expression parseAtan2(BsonValue spec, ParseScope scope) {
    return FunctionExpression.binary("$atan2", spec, scope, TrigonometricFunction::atan2);
  }

  private static BsonValue atan2(BsonValue y, BsonValue x) {
    if (y.isNull()) {
      return BsonNull.VALUE;
    }
    checkNumber(y, 51044);
    if (x.isNull()) {
      return BsonNull.VALUE;
    }
    checkNumber(x, 51045);
    return Values.isDecimal(y) || Values.isDecimal(x)
        ? new BsonDecimal128(DecimalTrigonometry.atan2(Numbers.toDecimal(y), Numbers.toDecimal(x)))
        : new BsonDouble(Math.atan2(Numbers.toDouble(y), Numbers.toDouble(x)));
  }

  private static void checkNumber(BsonValue value, int code) {
    if (!value.isNumber()) {
      throw Values.error(code, "$atan2 only supports numeric types, not " + Values.typeName(value));
    }
  }

  static double acosh(double value) {
    return Math.log(value + Math.sqrt(value * value - 1));
  }

  static double asinh(double value) {
    double magnitude = Math.abs(value);
    double result =
        Math.log1p(magnitude + magnitude * magnitude / (1 + Math.sqrt(magnitude * magnitude + 1)));
    return Math.copySign(result, value);
  }

  static double atanh(double value) {
    return 0.5 * Math.log1p(2 * value / (1 - value));
  }
}
