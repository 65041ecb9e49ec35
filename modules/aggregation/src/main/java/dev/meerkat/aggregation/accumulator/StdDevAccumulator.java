package dev.meerkat.aggregation.accumulator;

import dev.meerkat.query.expression.StandardDeviation;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The standard deviation of a group's numbers. Threads: confined to one operation.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/stdDevPop/">$stdDevPop</a>
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/stdDevSamp/">$stdDevSamp</a>
 */
final class StdDevAccumulator implements UnaryAccumulator.ValueState {
  private final StandardDeviation deviation = new StandardDeviation();
  private final boolean sample;

  StdDevAccumulator(boolean sample) {
    this.sample = sample;
  }

  @Override
  public void add(@Nullable BsonValue value) {
    if (value != null) {
      deviation.add(value);
    }
  }

  @Override
  public BsonValue result() {
    return deviation.result(sample);
  }
}
