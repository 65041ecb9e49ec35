package dev.meerkat.query.expression;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.values.Numbers;
import org.bson.BsonDateTime;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonValue;

/**
 * The sum of numbers, or of one date and numbers of milliseconds.
 *
 * <p>Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/add/">$add</a>
 */
final class AddExpression {
  private AddExpression() {}

  static Expression parse(BsonValue spec, ParseScope scope) {
    return FunctionExpression.associative(
        "$add", Associativity.LEFT, spec, scope, AddExpression::apply);
  }

  static BsonValue apply(BsonValue[] arguments) {
    BsonValue sum = new BsonInt32(0);
    boolean isDate = false;
    for (BsonValue argument : arguments) {
      if (argument.isNull()) {
        return BsonNull.VALUE;
      }
      if (argument instanceof BsonDateTime date) {
        if (isDate) {
          throw Values.error(16612, "only one date allowed in an $add expression");
        }
        isDate = true;
        sum = Numbers.add(sum, new BsonInt64(date.getValue()));
      } else if (argument.isNumber()) {
        sum = Numbers.add(sum, argument);
      } else {
        throw new ServerException(
            ErrorCode.TYPE_MISMATCH,
            "$add only supports numeric or date types, not " + Values.typeName(argument));
      }
    }
    return isDate ? new BsonDateTime(DateArithmetic.millis(sum)) : sum;
  }
}
