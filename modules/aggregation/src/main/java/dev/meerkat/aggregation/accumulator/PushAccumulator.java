package dev.meerkat.aggregation.accumulator;

import org.bson.BsonArray;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * All values of a group; missing ones are left out. Threads: confined to one operation.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/push/">$push</a>
 */
final class PushAccumulator implements UnaryAccumulator.ValueState {
  private final BsonArray values = new BsonArray();
  private long bytes = 64;

  @Override
  public void add(@Nullable BsonValue value) {
    if (value != null) {
      values.add(value);
      bytes += AccumulatedValues.size(value);
    }
  }

  @Override
  public BsonValue result() {
    return values;
  }

  @Override
  public long memoryBytes() {
    return bytes;
  }

  @Override
  public String limitParameter() {
    return ValuesLimit.OF_PUSH;
  }
}
