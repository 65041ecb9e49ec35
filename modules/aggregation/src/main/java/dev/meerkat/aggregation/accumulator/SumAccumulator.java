package dev.meerkat.aggregation.accumulator;

import dev.meerkat.values.NumberSum;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The sum of a group's numbers. Threads: confined to one operation.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/sum/">$sum</a>
 */
final class SumAccumulator implements UnaryAccumulator.ValueState {
  private final NumberSum sum = new NumberSum();

  @Override
  public void add(@Nullable BsonValue value) {
    if (value != null && value.isNumber()) {
      sum.add(value);
    }
  }

  @Override
  public BsonValue result() {
    return sum.total();
  }
}
