package dev.meerkat.aggregation.window;

import dev.meerkat.spi.query.MovingFunction;
import dev.meerkat.values.NumberSum;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The average of a moving window's numbers. Threads: confined to one operation.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/avg/">$avg</a>
 */
final class AvgWindow implements MovingFunction.Window<@Nullable BsonValue> {
  private final NumberSum sum = new NumberSum();
  private long count;

  @Override
  public void add(@Nullable BsonValue value) {
    if (value != null && value.isNumber()) {
      sum.add(value);
      count++;
    }
  }

  @Override
  public void remove(@Nullable BsonValue value) {
    if (value != null && value.isNumber()) {
      sum.remove(value);
      count--;
    }
  }

  @Override
  public BsonValue value() {
    return count == 0 ? BsonNull.VALUE : sum.average(count);
  }
}
