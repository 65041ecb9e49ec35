package dev.meerkat.query.expression;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.values.Numbers;
import org.bson.BsonInt32;
import org.bson.BsonNull;
import org.bson.BsonValue;

/**
 * The product of numbers.
 *
 * <p>Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/multiply/">$multiply</a>
 */
final class MultiplyExpression {
  private MultiplyExpression() {}

  static Expression parse(BsonValue spec, ParseScope scope) {
    return FunctionExpression.associative(
        "$multiply", Associativity.LEFT, spec, scope, MultiplyExpression::apply);
  }

  static BsonValue apply(BsonValue[] arguments) {
    BsonValue product = new BsonInt32(1);
    for (BsonValue argument : arguments) {
      if (argument.isNull()) {
        return BsonNull.VALUE;
      }
      if (!argument.isNumber()) {
        throw new ServerException(
            ErrorCode.TYPE_MISMATCH,
            "$multiply only supports numeric types, not " + Values.typeName(argument));
      }
      product = Numbers.multiply(product, argument);
    }
    return product;
  }
}
