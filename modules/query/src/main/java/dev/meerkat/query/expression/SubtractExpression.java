package dev.meerkat.query.expression;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.values.Numbers;
import org.bson.BsonDateTime;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonValue;

/**
 * The difference of two numbers, of two dates in milliseconds, or of a date and milliseconds.
 *
 * <p>Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/subtract/">$subtract</a>
 */
final class SubtractExpression {
  private SubtractExpression() {}

  static Expression parse(BsonValue spec, ParseScope scope) {
    return FunctionExpression.binary("$subtract", spec, scope, SubtractExpression::apply);
  }

  static BsonValue apply(BsonValue left, BsonValue right) {
    if (left.isNull() || right.isNull()) {
      return BsonNull.VALUE;
    }
    if (left.isNumber() && right.isNumber()) {
      return Numbers.subtract(left, right);
    }
    if (left instanceof BsonDateTime from) {
      if (right instanceof BsonDateTime to) {
        return new BsonInt64(difference(from.getValue(), to.getValue()));
      }
      if (right.isNumber()) {
        return new BsonDateTime(difference(from.getValue(), DateArithmetic.millis(right)));
      }
    }
    throw new ServerException(
        ErrorCode.TYPE_MISMATCH,
        "can't $subtract " + Values.typeName(right) + " from " + Values.typeName(left));
  }

  private static long difference(long left, long right) {
    long difference = left - right;
    if (((left ^ right) & (left ^ difference)) < 0) {
      throw DateArithmetic.overflow();
    }
    return difference;
  }
}
