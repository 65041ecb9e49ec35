package dev.meerkat.aggregation.accumulator;

import dev.meerkat.query.sort.SortKey;
import dev.meerkat.query.sort.SortPattern;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.Accumulator;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import java.util.Comparator;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonNull;
import org.bson.BsonValue;

/**
 * The values of a group's first documents in a sort order, or of its last ones. Threads: immutable.
 *
 * @param single whether the answer is one value instead of an array
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/topN/">$topN</a>
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/bottomN/">$bottomN</a>
 */
record TopAccumulator(SelectionSpec spec, SortPattern sort, boolean bottom, boolean single)
    implements OneDocument {
  static Accumulator parse(
      String name, BsonValue spec, ParseScope scope, boolean bottom, boolean single) {
    SelectionSpec parsed = SelectionSpec.sorted(name, spec, scope, single);
    SortPattern sort = parsed.sort();
    if (sort == null) {
      throw new IllegalStateException(name);
    }
    return new TopAccumulator(parsed, sort, bottom, single);
  }

  @Override
  public boolean isOneDocument() {
    return single;
  }

  @Override
  public Expression wanted() {
    return spec.values();
  }

  @Override
  public boolean isLast() {
    return bottom;
  }

  @Override
  public State start() {
    return new TopState(this);
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    spec.dependencies(dependencies);
  }

  @Override
  public BsonValue describe() {
    return spec.describe();
  }

  private record Keyed(SortKey key, BsonValue value) {
    long size() {
      return key.memoryBytes() + AccumulatedValues.size(value);
    }
  }

  private static final class TopState implements State {
    private final TopAccumulator accumulator;
    private final BestFirst<Keyed> best;
    private final ValuesLimit limit;
    private int count;
    private long bytes = 64;

    TopState(TopAccumulator accumulator) {
      this.accumulator = accumulator;
      this.limit = new ValuesLimit(accumulator.spec.name(), ValuesLimit.OF_BEST);
      Comparator<SortKey> keys = accumulator.sort.keyComparator();
      this.best =
          new BestFirst<>(
              Comparator.comparing(Keyed::key, accumulator.bottom ? keys.reversed() : keys));
    }

    @Override
    public void add(DocumentView document, EvaluationScope scope) {
      SelectionSpec spec = accumulator.spec;
      if (count == 0) {
        count = SelectionSpec.number(spec.count().evaluate(document, scope));
      }
      Keyed keyed =
          new Keyed(
              accumulator.sort.key(document, scope),
              AccumulatedValues.orNull(spec.values().evaluate(document, scope)));
      bytes += keyed.size();
      Keyed dropped = best.add(keyed, count);
      if (dropped != null) {
        bytes -= dropped.size();
      }
      limit.check(bytes, scope);
    }

    @Override
    public BsonValue result() {
      List<Keyed> sorted = best.sorted();
      if (accumulator.single) {
        return sorted.isEmpty() ? BsonNull.VALUE : sorted.getFirst().value();
      }
      BsonArray values = new BsonArray(sorted.size());
      for (Keyed keyed : accumulator.bottom ? sorted.reversed() : sorted) {
        values.add(keyed.value());
      }
      return values;
    }

    @Override
    public long memoryBytes() {
      return bytes;
    }
  }
}
