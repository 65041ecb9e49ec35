package dev.meerkat.aggregation.accumulator;

import dev.meerkat.query.expression.ValueSet;
import dev.meerkat.spi.ValueOrder;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The distinct values of a group; missing ones are left out. Threads: confined to one operation.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/addToSet/">$addToSet</a>
 */
final class AddToSetAccumulator implements UnaryAccumulator.ValueState {
  private final ValueSet values;
  private long bytes = 64;

  AddToSetAccumulator(ValueOrder order) {
    values = new ValueSet(order);
  }

  @Override
  public void add(@Nullable BsonValue value) {
    if (value != null && values.add(value)) {
      bytes += 48 + AccumulatedValues.size(value);
    }
  }

  @Override
  public BsonValue result() {
    return values.toArray();
  }

  @Override
  public long memoryBytes() {
    return bytes;
  }

  @Override
  public String limitParameter() {
    return ValuesLimit.OF_ADD_TO_SET;
  }
}
