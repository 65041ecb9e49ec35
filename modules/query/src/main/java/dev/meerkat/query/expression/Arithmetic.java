package dev.meerkat.query.expression;

import dev.meerkat.values.DecimalMath;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The arithmetic operators as functions of values, for those who compute with values that no
 * expression has made. As in expressions, null and missing make null, and what is no number is
 * refused. Threads: immutable.
 */
public final class Arithmetic {
  private Arithmetic() {}

  public static BsonValue add(@Nullable BsonValue a, @Nullable BsonValue b) {
    return AddExpression.apply(new BsonValue[] {Values.orNull(a), Values.orNull(b)});
  }

  /** Of two dates, milliseconds. */
  public static BsonValue subtract(@Nullable BsonValue a, @Nullable BsonValue b) {
    return SubtractExpression.apply(Values.orNull(a), Values.orNull(b));
  }

  public static BsonValue multiply(@Nullable BsonValue a, @Nullable BsonValue b) {
    return MultiplyExpression.apply(new BsonValue[] {Values.orNull(a), Values.orNull(b)});
  }

  /**
   * @throws dev.meerkat.spi.ServerException 2 for a divisor of zero
   */
  public static BsonValue divide(@Nullable BsonValue a, @Nullable BsonValue b) {
    return DivideExpression.apply(Values.orNull(a), Values.orNull(b));
  }

  /** Whether a number is neither NaN nor infinite. */
  public static boolean isFinite(BsonValue number) {
    return switch (number.getBsonType()) {
      case DOUBLE -> Double.isFinite(number.asDouble().getValue());
      case DECIMAL128 -> DecimalMath.isFinite(number.asDecimal128().getValue());
      default -> true;
    };
  }
}
