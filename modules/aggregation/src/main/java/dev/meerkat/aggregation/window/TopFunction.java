package dev.meerkat.aggregation.window;

import dev.meerkat.aggregation.accumulator.AccumulatedValues;
import dev.meerkat.aggregation.accumulator.SelectionSpec;
import dev.meerkat.query.expression.LiteralExpression;
import dev.meerkat.query.sort.SortKey;
import dev.meerkat.query.sort.SortPattern;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.Accumulator;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.MovingFunction;
import dev.meerkat.spi.query.WindowBounds;
import dev.meerkat.spi.query.WindowFunction;
import dev.meerkat.spi.query.WindowScope;
import java.util.Comparator;
import java.util.Iterator;
import java.util.TreeSet;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonValue;

/**
 * The values of the window's first documents in a sort order of its own, or of its last ones.
 * Threads: immutable.
 *
 * @param single whether the answer is one value instead of an array
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/topN/">$topN</a>
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/bottomN/">$bottomN</a>
 */
record TopFunction(
    SelectionSpec spec,
    SortPattern sort,
    int count,
    boolean bottom,
    boolean single,
    WindowBounds bounds)
    implements MovingFunction<TopFunction.Keyed> {
  static WindowFunction parse(String name, BsonValue value, WindowScope scope) {
    boolean single = name.equals("$top") || name.equals("$bottom");
    SelectionSpec spec = SelectionSpec.sorted(name, value, scope.parsing(), single);
    SortPattern sort = spec.sort();
    if (sort == null) {
      throw new IllegalStateException(name);
    }
    WindowBounds bounds = scope.bounds();
    int count = count(spec);
    if (bounds.isUnboundedBelow()) {
      Accumulator accumulator = scope.parsing().accumulator(new BsonDocument(name, value));
      return new GrowingFunction(accumulator, bounds);
    }
    return new TopFunction(spec, sort, count, name.startsWith("$bottom"), single, bounds);
  }

  /** The value of {@code n}, which has no partition to depend on. */
  static int count(SelectionSpec spec) {
    return SelectionSpec.number(
        spec.count() instanceof LiteralExpression(BsonValue value) ? value : null);
  }

  /** A document's value beside what it is sorted by. */
  record Keyed(SortKey key, BsonValue value) {}

  @Override
  public Keyed read(DocumentView document, EvaluationScope scope) {
    return new Keyed(
        sort.key(document, scope),
        AccumulatedValues.orNull(spec.values().evaluate(document, scope)));
  }

  @Override
  public Window<Keyed> start() {
    return new TopWindow(this);
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

  private static final class TopWindow implements Window<Keyed> {
    private final TopFunction function;
    private final TreeSet<Entry> entries;
    private long arrivals;
    private long departures;

    TopWindow(TopFunction function) {
      this.function = function;
      Comparator<SortKey> keys = function.sort.keyComparator();
      this.entries =
          new TreeSet<>(
              (a, b) -> {
                int comparison = keys.compare(a.keyed.key, b.keyed.key);
                return comparison != 0 ? comparison : Long.compare(a.arrival, b.arrival);
              });
    }

    @Override
    public void add(Keyed keyed) {
      entries.add(new Entry(keyed, arrivals++));
    }

    @Override
    public void remove(Keyed keyed) {
      entries.remove(new Entry(keyed, departures++));
    }

    @Override
    public BsonValue value() {
      if (function.single) {
        return entries.isEmpty()
            ? BsonNull.VALUE
            : (function.bottom ? entries.last() : entries.first()).keyed.value;
      }
      int taken = Math.min(function.count, entries.size());
      BsonArray array = new BsonArray(taken);
      Iterator<Entry> best = function.bottom ? entries.descendingIterator() : entries.iterator();
      for (int i = 0; i < taken; i++) {
        array.add(function.bottom ? 0 : i, best.next().keyed.value);
      }
      return array;
    }

    @Override
    public long memoryBytes() {
      return 64 + 128L * entries.size();
    }

    private record Entry(Keyed keyed, long arrival) {}
  }
}
