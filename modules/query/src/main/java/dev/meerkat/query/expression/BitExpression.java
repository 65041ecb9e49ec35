package dev.meerkat.query.expression;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import java.util.function.LongBinaryOperator;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonValue;

/**
 * Combines the bits of integers; an int64 among them makes the result one.
 *
 * <p>Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/bitAnd/">$bitAnd</a>
 */
final class BitExpression {
  private BitExpression() {}

  /**
   * @param neutral the result of no operand
   */
  static Expression parse(
      String name, BsonValue spec, ParseScope scope, int neutral, LongBinaryOperator operator) {
    return FunctionExpression.associative(
        name,
        Associativity.COMMUTATIVE,
        spec,
        scope,
        values -> apply(name, values, neutral, operator));
  }

  static Expression parseNot(BsonValue spec, ParseScope scope) {
    return FunctionExpression.unary(
        "$bitNot",
        spec,
        scope,
        value -> {
          if (value.isNull()) {
            return value;
          }
          checkInteger("$bitNot", NumericFunction.number("$bitNot", value));
          return value instanceof BsonInt32 number
              ? new BsonInt32(~number.getValue())
              : new BsonInt64(~Values.toLong(value));
        });
  }

  private static BsonValue apply(
      String name, BsonValue[] arguments, int neutral, LongBinaryOperator operator) {
    long bits = neutral;
    boolean isLong = false;
    for (BsonValue argument : arguments) {
      if (argument.isNull()) {
        return argument;
      }
      checkInteger(name, argument);
      isLong |= argument.isInt64();
      bits = operator.applyAsLong(bits, Values.toLong(argument));
    }
    return isLong ? new BsonInt64(bits) : new BsonInt32((int) bits);
  }

  private static void checkInteger(String name, BsonValue value) {
    if (!value.isInt32() && !value.isInt64()) {
      throw new ServerException(
          ErrorCode.TYPE_MISMATCH,
          name + " only supports int and long operands, not " + Values.typeName(value));
    }
  }
}
