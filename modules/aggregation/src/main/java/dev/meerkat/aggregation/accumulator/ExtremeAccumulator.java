package dev.meerkat.aggregation.accumulator;

import dev.meerkat.spi.ValueOrder;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The greatest or the least value of a group; null and missing ones do not count. Threads: confined
 * to one operation.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/max/">$max</a>
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/min/">$min</a>
 */
final class ExtremeAccumulator implements UnaryAccumulator.ValueState {
  private final ValueOrder order;
  private final boolean greatest;
  private BsonValue best = BsonNull.VALUE;

  ExtremeAccumulator(ValueOrder order, boolean greatest) {
    this.order = order;
    this.greatest = greatest;
  }

  @Override
  public void add(@Nullable BsonValue value) {
    if (AccumulatedValues.isNullish(value)) {
      return;
    }
    BsonValue present = AccumulatedValues.orNull(value);
    int comparison = best.isNull() ? 0 : order.compare(present, best);
    if (best.isNull() || (greatest ? comparison > 0 : comparison < 0)) {
      best = present;
    }
  }

  @Override
  public BsonValue result() {
    return best;
  }

  @Override
  public long memoryBytes() {
    return AccumulatedValues.size(best);
  }
}
