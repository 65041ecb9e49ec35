package dev.meerkat.aggregation.window;

import dev.meerkat.aggregation.accumulator.AccumulatedValues;
import dev.meerkat.aggregation.accumulator.ValuesLimit;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.MovingFunction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import org.bson.BsonArray;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * All values of a moving window; missing ones are left out. Threads: confined to one operation.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/push/">$push</a>
 */
final class PushWindow implements MovingFunction.Window<@Nullable BsonValue> {
  private final ArrayDeque<BsonValue> values = new ArrayDeque<>();
  private final ValuesLimit limit = new ValuesLimit("$push", ValuesLimit.OF_PUSH);
  private long bytes = 64;

  @Override
  public void add(@Nullable BsonValue value) {
    if (value != null) {
      values.addLast(value);
      bytes += AccumulatedValues.size(value);
    }
  }

  @Override
  public void remove(@Nullable BsonValue value) {
    if (value != null) {
      bytes -= AccumulatedValues.size(values.removeFirst());
    }
  }

  @Override
  public BsonValue value() {
    return new BsonArray(new ArrayList<>(values));
  }

  @Override
  public void checkLimit(EvaluationScope scope) {
    limit.check(bytes, scope);
  }

  @Override
  public long memoryBytes() {
    return bytes;
  }
}
