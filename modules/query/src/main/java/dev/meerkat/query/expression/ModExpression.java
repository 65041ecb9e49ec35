package dev.meerkat.query.expression;

import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.values.DecimalMath;
import dev.meerkat.values.Numbers;
import org.bson.BsonDecimal128;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.bson.types.Decimal128;

/**
 * The remainder of a division, with the sign of the dividend.
 *
 * <p>Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/mod/">$mod</a>
 */
final class ModExpression {
  private ModExpression() {}

  static Expression parse(BsonValue spec, ParseScope scope) {
    return FunctionExpression.binary("$mod", spec, scope, ModExpression::apply);
  }

  private static BsonValue apply(BsonValue left, BsonValue right) {
    if (left.isNumber() && right.isNumber()) {
      return ofNumbers(left, right);
    }
    if (left.isNull() || right.isNull()) {
      return BsonNull.VALUE;
    }
    throw Values.error(
        16611,
        "$mod only supports numeric types, not "
            + Values.typeName(left)
            + " and "
            + Values.typeName(right));
  }

  private static BsonValue ofNumbers(BsonValue left, BsonValue right) {
    if (Values.isDecimal(left) || Values.isDecimal(right)) {
      Decimal128 divisor = Numbers.toDecimal(right);
      if (DecimalMath.isZero(divisor)) {
        throw ZeroDivisor.mod(5733415);
      }
      return new BsonDecimal128(DecimalMath.remainder(Numbers.toDecimal(left), divisor));
    }
    if (Numbers.toDouble(right) == 0) {
      throw ZeroDivisor.mod(16610);
    }
    if (Values.isDouble(left) || Values.isDouble(right)) {
      return new BsonDouble(Numbers.toDouble(left) % Numbers.toDouble(right));
    }
    long remainder = Values.toLong(left) % Values.toLong(right);
    return left.isInt32() && right.isInt32()
        ? new BsonInt32((int) remainder)
        : new BsonInt64(remainder);
  }
}
