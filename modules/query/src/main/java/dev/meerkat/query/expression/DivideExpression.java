package dev.meerkat.query.expression;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.values.DecimalMath;
import dev.meerkat.values.Numbers;
import org.bson.BsonDecimal128;
import org.bson.BsonDouble;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.bson.types.Decimal128;

/**
 * The quotient of two numbers, a double or a Decimal128.
 *
 * <p>Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/divide/">$divide</a>
 */
final class DivideExpression {
  private DivideExpression() {}

  static Expression parse(BsonValue spec, ParseScope scope) {
    return FunctionExpression.binary("$divide", spec, scope, DivideExpression::apply);
  }

  static BsonValue apply(BsonValue left, BsonValue right) {
    if (left.isNumber() && right.isNumber()) {
      return ofNumbers(left, right);
    }
    if (left.isNull() || right.isNull()) {
      return BsonNull.VALUE;
    }
    throw new ServerException(
        ErrorCode.TYPE_MISMATCH,
        "$divide only supports numeric types, not "
            + Values.typeName(left)
            + " and "
            + Values.typeName(right));
  }

  private static BsonValue ofNumbers(BsonValue left, BsonValue right) {
    if (Values.isDecimal(left) || Values.isDecimal(right)) {
      Decimal128 divisor = Numbers.toDecimal(right);
      checkDivisor(!DecimalMath.isZero(divisor));
      return new BsonDecimal128(DecimalMath.divide(Numbers.toDecimal(left), divisor));
    }
    double divisor = Numbers.toDouble(right);
    checkDivisor(divisor != 0);
    return new BsonDouble(Numbers.toDouble(left) / divisor);
  }

  private static void checkDivisor(boolean isNotZero) {
    if (!isNotZero) {
      throw ZeroDivisor.divide();
    }
  }
}
