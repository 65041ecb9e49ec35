package dev.meerkat.query.expression;

import dev.meerkat.spi.ValueOrder;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.values.NumberSum;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonNull;
import org.bson.BsonValue;

/**
 * An accumulator as an expression: over the elements of its only argument where that is an array,
 * else over its arguments. Threads: immutable.
 */
final class FoldExpression {
  private FoldExpression() {}

  /** What is made of the values; nulls and missing ones are among them. */
  @FunctionalInterface
  interface Fold {
    BsonValue apply(List<BsonValue> values);
  }

  static Expression parse(String name, BsonValue spec, ParseScope scope, Fold fold) {
    return FunctionExpression.variadic(name, spec, scope, function(fold));
  }

  /** An accumulator that takes its values in any order. */
  static Expression commutative(String name, BsonValue spec, ParseScope scope, Fold fold) {
    return FunctionExpression.associative(
        name, Associativity.COMMUTATIVE, spec, scope, function(fold));
  }

  private static FunctionExpression.Function function(Fold fold) {
    return values ->
        fold.apply(
            values.length == 1 && values[0] instanceof BsonArray array ? array : List.of(values));
  }

  static BsonValue sum(List<BsonValue> values) {
    NumberSum sum = new NumberSum();
    for (BsonValue value : values) {
      if (value.isNumber()) {
        sum.add(value);
      }
    }
    return sum.total();
  }

  static BsonValue average(List<BsonValue> values) {
    NumberSum sum = new NumberSum();
    long count = 0;
    for (BsonValue value : values) {
      if (value.isNumber()) {
        sum.add(value);
        count++;
      }
    }
    return count == 0 ? BsonNull.VALUE : sum.average(count);
  }

  /** The greatest value, or the least one. */
  static BsonValue extreme(List<BsonValue> values, ValueOrder order, boolean greatest) {
    BsonValue best = BsonNull.VALUE;
    for (BsonValue value : values) {
      if (Values.isNullish(value)) {
        continue;
      }
      int comparison = best.isNull() ? 1 : order.compare(value, best);
      if (best.isNull() || (greatest ? comparison > 0 : comparison < 0)) {
        best = value;
      }
    }
    return best;
  }

  static BsonValue deviation(List<BsonValue> values, boolean sample) {
    StandardDeviation deviation = new StandardDeviation();
    for (BsonValue value : values) {
      deviation.add(value);
    }
    return deviation.result(sample);
  }
}
