package dev.meerkat.aggregation.window;

import dev.meerkat.aggregation.accumulator.AccumulatedValues;
import dev.meerkat.aggregation.accumulator.SelectionSpec;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ValueOrder;
import dev.meerkat.spi.query.Accumulator;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.MovingFunction;
import dev.meerkat.spi.query.WindowBounds;
import dev.meerkat.spi.query.WindowFunction;
import dev.meerkat.spi.query.WindowScope;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.TreeSet;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * So many of the window's values: its first or last ones, its least or greatest ones. Threads:
 * immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/firstN/">$firstN</a>
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/minN/">$minN</a>
 */
record SelectionFunction(
    String name, SelectionSpec spec, int count, WindowBounds bounds, ValueOrder order)
    implements MovingFunction<@Nullable BsonValue> {
  static WindowFunction parse(String name, BsonValue value, WindowScope scope) {
    SelectionSpec spec = SelectionSpec.input(name, value, scope.parsing());
    WindowBounds bounds = scope.bounds();
    int count = TopFunction.count(spec);
    if (bounds.isUnboundedBelow()) {
      Accumulator accumulator = scope.parsing().accumulator(new BsonDocument(name, value));
      return new GrowingFunction(accumulator, bounds);
    }
    return new SelectionFunction(name, spec, count, bounds, scope.parsing().order());
  }

  @Override
  public @Nullable BsonValue read(DocumentView document, EvaluationScope scope) {
    return spec.values().evaluate(document, scope);
  }

  @Override
  public Window<@Nullable BsonValue> start() {
    return switch (name) {
      case "$firstN" -> new OrderOfArrival(count, false);
      case "$lastN" -> new OrderOfArrival(count, true);
      case "$minN" -> new OrderOfValues(count, order, false);
      default -> new OrderOfValues(count, order, true);
    };
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    spec.dependencies(dependencies);
  }

  @Override
  public BsonDocument describe() {
    BsonDocument field = new BsonDocument();
    field.putAll(spec.describe());
    return field.append("window", bounds.describe());
  }

  private static final class OrderOfArrival implements Window<@Nullable BsonValue> {
    private final int count;
    private final boolean last;
    private final ArrayDeque<BsonValue> values = new ArrayDeque<>();

    OrderOfArrival(int count, boolean last) {
      this.count = count;
      this.last = last;
    }

    @Override
    public void add(@Nullable BsonValue value) {
      values.addLast(AccumulatedValues.orNull(value));
    }

    @Override
    public void remove(@Nullable BsonValue value) {
      values.removeFirst();
    }

    @Override
    public BsonValue value() {
      int taken = Math.min(count, values.size());
      BsonArray array = new BsonArray(taken);
      Iterator<BsonValue> iterator = last ? values.descendingIterator() : values.iterator();
      for (int i = 0; i < taken; i++) {
        array.add(last ? 0 : i, iterator.next());
      }
      return array;
    }

    @Override
    public long memoryBytes() {
      return 64 + 8L * values.size();
    }
  }

  private static final class OrderOfValues implements Window<@Nullable BsonValue> {
    private final int count;
    private final boolean greatest;
    private final TreeSet<Entry> entries;
    private long arrivals;
    private long departures;

    OrderOfValues(int count, ValueOrder order, boolean greatest) {
      this.count = count;
      this.greatest = greatest;
      this.entries =
          new TreeSet<>(
              (a, b) -> {
                int comparison = order.compare(a.value, b.value);
                return comparison != 0 ? comparison : Long.compare(a.arrival, b.arrival);
              });
    }

    @Override
    public void add(@Nullable BsonValue value) {
      if (value != null && !AccumulatedValues.isNullish(value)) {
        entries.add(new Entry(value, arrivals++));
      }
    }

    @Override
    public void remove(@Nullable BsonValue value) {
      if (value != null && !AccumulatedValues.isNullish(value)) {
        entries.remove(new Entry(value, departures++));
      }
    }

    @Override
    public BsonValue value() {
      BsonArray array = new BsonArray(Math.min(count, entries.size()));
      Iterator<Entry> best = greatest ? entries.descendingIterator() : entries.iterator();
      while (array.size() < count && best.hasNext()) {
        array.add(best.next().value);
      }
      return array;
    }

    @Override
    public long memoryBytes() {
      return 64 + 96L * entries.size();
    }

    private record Entry(BsonValue value, long arrival) {}
  }
}
