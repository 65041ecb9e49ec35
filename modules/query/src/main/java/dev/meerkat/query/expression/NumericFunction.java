package dev.meerkat.query.expression;

import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.values.Numbers;
import java.util.function.DoubleUnaryOperator;
import org.bson.BsonDecimal128;
import org.bson.BsonDouble;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.bson.types.Decimal128;
import org.jspecify.annotations.Nullable;

/**
 * A function of one number: null for null, MongoDB's code for what is no number, doubles computed
 * as doubles and Decimal128 as Decimal128. Threads: immutable.
 *
 * @param domain an interval, or null where all numbers are taken
 * @param ofDecimal the function of a Decimal128
 */
record NumericFunction(
    String name,
    @Nullable Domain domain,
    DoubleUnaryOperator ofDouble,
    java.util.function.UnaryOperator<Decimal128> ofDecimal)
    implements FunctionExpression.Unary {
  private static final int NOT_A_NUMBER = 28765;

  /** The numbers that a function takes; NaN is always taken. */
  interface Domain {
    boolean contains(double value);

    ServerException refusal(BsonValue value);
  }

  Expression parse(BsonValue spec, ParseScope scope) {
    return FunctionExpression.unary(name, spec, scope, this);
  }

  @Override
  public BsonValue apply(BsonValue argument) {
    if (argument.isNull()) {
      return BsonNull.VALUE;
    }
    BsonValue number = number(name, argument);
    double value = Numbers.toDouble(number);
    if (value == 0 && Values.isTrue(number)) {
      // A Decimal128 too small for a double; its sign is what a domain asks for.
      value = number.asDecimal128().getValue().isNegative() ? -Double.MIN_VALUE : Double.MIN_VALUE;
    }
    if (domain instanceof PositiveDomain && Double.isNaN(value)) {
      return new BsonDouble(value);
    }
    if (domain != null && !Double.isNaN(value) && !domain.contains(value)) {
      throw domain.refusal(number);
    }
    return Values.isDecimal(number)
        ? new BsonDecimal128(ofDecimal.apply(number.asDecimal128().getValue()))
        : new BsonDouble(ofDouble.applyAsDouble(value));
  }

  /** The argument, which must be a number. */
  static BsonValue number(String name, BsonValue argument) {
    if (!argument.isNumber()) {
      throw Values.error(
          NOT_A_NUMBER, name + " only supports numeric types, not " + Values.typeName(argument));
    }
    return argument;
  }
}
