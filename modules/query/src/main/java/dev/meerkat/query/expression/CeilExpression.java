package dev.meerkat.query.expression;

import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.values.DecimalMath;
import java.math.RoundingMode;
import org.bson.BsonDecimal128;
import org.bson.BsonDouble;
import org.bson.BsonNull;
import org.bson.BsonValue;

/**
 * The next integer: {@code $ceil} at or above a number, {@code $floor} at or below it. Threads:
 * immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/ceil/">$ceil</a>
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/floor/">$floor</a>
 */
enum CeilExpression {
  CEIL("$ceil", RoundingMode.CEILING),
  FLOOR("$floor", RoundingMode.FLOOR);

  private final String wireName;
  private final RoundingMode mode;

  CeilExpression(String wireName, RoundingMode mode) {
    this.wireName = wireName;
    this.mode = mode;
  }

  Expression parse(BsonValue spec, ParseScope scope) {
    return FunctionExpression.unary(wireName, spec, scope, this::apply);
  }

  private BsonValue apply(BsonValue argument) {
    if (argument.isNull()) {
      return BsonNull.VALUE;
    }
    BsonValue number = NumericFunction.number(wireName, argument);
    return switch (number.getBsonType()) {
      case DOUBLE -> {
        double value = number.asDouble().getValue();
        yield new BsonDouble(this == CEIL ? Math.ceil(value) : Math.floor(value));
      }
      case DECIMAL128 ->
          new BsonDecimal128(DecimalMath.quantize(number.asDecimal128().getValue(), 0, mode));
      default -> number;
    };
  }
}
