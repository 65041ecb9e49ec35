package dev.meerkat.query.expression;

import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.values.DecimalMath;
import dev.meerkat.values.Numbers;
import java.util.function.DoubleUnaryOperator;
import org.bson.BsonDecimal128;
import org.bson.BsonDouble;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Trigonometric functions. Of a Decimal128 they answer a Decimal128 with the 15 digits that a
 * double gives.
 *
 * <p>Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/sin/">$sin</a>
 */
final class TrigonometricFunction {
  private TrigonometricFunction() {}

  static NumericFunction unbounded(String name, DoubleUnaryOperator function) {
    return function(name, null, function);
  }

  /** A function of all numbers but the infinite ones. */
  static NumericFunction finite(String name, DoubleUnaryOperator function) {
    return function(name, new Interval(name, -Double.MAX_VALUE, Double.MAX_VALUE), function);
  }

  static NumericFunction bounded(
      String name, double least, double most, DoubleUnaryOperator function) {
    return function(name, new Interval(name, least, most), function);
  }

  private static NumericFunction function(
      String name, NumericFunction.@Nullable Domain domain, DoubleUnaryOperator function) {
    return new NumericFunction(
        name,
        domain,
        function,
        value ->
            DecimalMath.of(function.applyAsDouble(Numbers.toDouble(new BsonDecimal128(value)))));
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
    double angle = Math.atan2(Numbers.toDouble(y), Numbers.toDouble(x));
    return Values.isDecimal(y) || Values.isDecimal(x)
        ? new BsonDecimal128(DecimalMath.of(angle))
        : new BsonDouble(angle);
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
