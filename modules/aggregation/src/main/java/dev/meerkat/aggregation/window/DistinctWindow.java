package dev.meerkat.aggregation.window;

import dev.meerkat.aggregation.accumulator.AccumulatedValues;
import dev.meerkat.aggregation.accumulator.ValuesLimit;
import dev.meerkat.spi.ValueOrder;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.MovingFunction;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.bson.BsonArray;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The distinct values of a moving window, or the distinct elements of its arrays, in their order;
 * of equal ones the oldest is shown. Threads: confined to one operation.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/addToSet/">$addToSet</a>
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/setUnion-accumulator/">$setUnion</a>
 */
final class DistinctWindow implements MovingFunction.Window<@Nullable BsonValue> {
  private final boolean elements;
  private final Map<BsonValue, ArrayDeque<BsonValue>> values;
  private final ValuesLimit limit;
  private long bytes = 64;

  private DistinctWindow(ValueOrder order, boolean elements) {
    Comparator<BsonValue> comparator = order::compare;
    this.elements = elements;
    this.limit =
        elements
            ? new ValuesLimit("$setUnion", ValuesLimit.OF_SET_UNION)
            : new ValuesLimit("$addToSet", ValuesLimit.OF_ADD_TO_SET);
    this.values = new TreeMap<>(comparator);
  }

  static DistinctWindow ofValues(ValueOrder order) {
    return new DistinctWindow(order, false);
  }

  static DistinctWindow ofElements(ValueOrder order) {
    return new DistinctWindow(order, true);
  }

  @Override
  public void add(@Nullable BsonValue value) {
    if (elements) {
      BsonArray array = ConcatArraysWindow.array("$setUnion", value);
      if (array != null) {
        array.forEach(this::enter);
      }
    } else if (value != null) {
      enter(value);
    }
  }

  private void enter(BsonValue value) {
    values.computeIfAbsent(value, _ -> new ArrayDeque<>(1)).addLast(value);
    bytes += 48 + AccumulatedValues.size(value);
  }

  @Override
  public void remove(@Nullable BsonValue value) {
    if (value instanceof BsonArray array && elements) {
      array.forEach(this::leave);
    } else if (value != null) {
      leave(value);
    }
  }

  private void leave(BsonValue value) {
    ArrayDeque<BsonValue> equal = values.get(value);
    if (equal == null) {
      throw new IllegalStateException("a value leaves a window that it has not entered");
    }
    bytes -= 48 + AccumulatedValues.size(equal.removeFirst());
    if (equal.isEmpty()) {
      values.remove(value);
    }
  }

  @Override
  public BsonValue value() {
    BsonArray distinct = new BsonArray(values.size());
    for (ArrayDeque<BsonValue> equal : values.values()) {
      distinct.add(equal.getFirst());
    }
    return distinct;
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
