package dev.meerkat.query.expression;

import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.values.Numbers;
import org.bson.BsonDecimal128;
import org.bson.BsonDouble;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.bson.types.Decimal128;

/**
 * The logarithm of a number to any base.
 *
 * <p>Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/log/">$log</a>
 */
final class LogExpression {
  private static final Decimal128 ONE = new Decimal128(1);

  private LogExpression() {}

  static Expression parse(BsonValue spec, ParseScope scope) {
    return FunctionExpression.binary("$log", spec, scope, LogExpression::apply);
  }

  private static BsonValue apply(BsonValue value, BsonValue base) {
    if (value.isNull() || base.isNull()) {
      return BsonNull.VALUE;
    }
    if (!value.isNumber()) {
      throw Values.error(28756, "$log's argument must be numeric, not " + Values.typeName(value));
    }
    if (!base.isNumber()) {
      throw Values.error(28757, "$log's base must be numeric, not " + Values.typeName(base));
    }
    if (!isNaN(value) && !isPositive(value)) {
      throw Values.error(28758, "$log's argument must be a positive number, but is " + value);
    }
    if (!isNaN(base) && (!isPositive(base) || isOne(base, Values.isDecimal(value)))) {
      throw Values.error(
          28759, "$log's base must be a positive number not equal to 1, but is " + base);
    }
    if (isNaN(value) || isNaN(base)) {
      return new BsonDouble(Double.NaN);
    }
    if (Values.isDecimal(value) || Values.isDecimal(base)) {
      return new BsonDecimal128(
          DecimalFunctions.logarithm(Numbers.toDecimal(value), Numbers.toDecimal(base)));
    }
    return new BsonDouble(Math.log(Numbers.toDouble(value)) / Math.log(Numbers.toDouble(base)));
  }

  private static boolean isOne(BsonValue base, boolean asDecimal) {
    return asDecimal || Values.isDecimal(base)
        ? Numbers.toDecimal(base).compareTo(ONE) == 0
        : Numbers.toDouble(base) == 1;
  }

  private static boolean isNaN(BsonValue number) {
    return Double.isNaN(Numbers.toDouble(number));
  }

  private static boolean isPositive(BsonValue number) {
    return number.isDecimal128()
        ? Values.isTrue(number) && !number.asDecimal128().getValue().isNegative()
        : Numbers.toDouble(number) > 0;
  }
}
