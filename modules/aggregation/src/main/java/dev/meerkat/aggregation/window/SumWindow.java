package dev.meerkat.aggregation.window;

import dev.meerkat.spi.query.MovingFunction;
import dev.meerkat.values.NumberSum;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The sum of a moving window's numbers. Threads: confined to one operation.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/sum/">$sum</a>
 */
final class SumWindow implements MovingFunction.Window<@Nullable BsonValue> {
  private final NumberSum sum = new NumberSum();

  @Override
  public void add(@Nullable BsonValue value) {
    if (value != null && value.isNumber()) {
      sum.add(value);
    }
  }

  @Override
  public void remove(@Nullable BsonValue value) {
    if (value != null && value.isNumber()) {
      sum.remove(value);
    }
  }

  @Override
  public BsonValue value() {
    return sum.narrowTotal();
  }
}
