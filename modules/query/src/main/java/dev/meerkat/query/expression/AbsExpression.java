package dev.meerkat.query.expression;

import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.values.DecimalMath;
import org.bson.BsonDecimal128;
import org.bson.BsonDouble;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonValue;

/**
 * The absolute value of a number.
 *
 * <p>Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/abs/">$abs</a>
 */
final class AbsExpression {
  private AbsExpression() {}

  static Expression parse(BsonValue spec, ParseScope scope) {
    return FunctionExpression.unary("$abs", spec, scope, AbsExpression::apply);
  }

  private static BsonValue apply(BsonValue argument) {
    if (argument.isNull()) {
      return BsonNull.VALUE;
    }
    BsonValue number = NumericFunction.number("$abs", argument);
    return switch (number.getBsonType()) {
      case INT32 -> {
        long absolute = Math.abs((long) number.asInt32().getValue());
        yield Values.intOrLong(absolute);
      }
      case INT64 -> ofLong(number.asInt64().getValue());
      case DOUBLE -> new BsonDouble(Math.abs(number.asDouble().getValue()));
      default -> new BsonDecimal128(DecimalMath.abs(number.asDecimal128().getValue()));
    };
  }

  private static BsonValue ofLong(long value) {
    if (value == Long.MIN_VALUE) {
      throw Values.error(28680, "can't take $abs of long long min");
    }
    return new BsonInt64(Math.abs(value));
  }
}
