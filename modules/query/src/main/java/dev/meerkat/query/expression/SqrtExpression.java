package dev.meerkat.query.expression;

import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.values.DecimalMath;
import org.bson.BsonValue;

/**
 * The square root of a number.
 *
 * <p>Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/sqrt/">$sqrt</a>
 */
final class SqrtExpression {
  private static final NumericFunction FUNCTION =
      new NumericFunction("$sqrt", new NotNegative(), Math::sqrt, DecimalMath::squareRoot);

  private SqrtExpression() {}

  static Expression parse(BsonValue spec, ParseScope scope) {
    return FUNCTION.parse(spec, scope);
  }

  private record NotNegative() implements NumericFunction.Domain {
    @Override
    public boolean contains(double value) {
      return value >= 0;
    }

    @Override
    public ServerException refusal(BsonValue value) {
      return Values.error(28714, "$sqrt's argument must be greater than or equal to 0");
    }
  }
}
