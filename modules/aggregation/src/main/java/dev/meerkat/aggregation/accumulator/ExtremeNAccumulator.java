package dev.meerkat.aggregation.accumulator;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ValueOrder;
import dev.meerkat.spi.query.Accumulator;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.ParseScope;
import java.util.Comparator;
import org.bson.BsonArray;
import org.bson.BsonValue;

/**
 * The greatest or the least values of a group; null and missing ones do not count. Threads:
 * immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/maxN/">$maxN</a>
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/minN/">$minN</a>
 */
record ExtremeNAccumulator(SelectionSpec spec, Comparator<BsonValue> bestFirst)
    implements Accumulator {
  static Accumulator parse(String name, BsonValue spec, ParseScope scope, boolean greatest) {
    ValueOrder order = scope.order();
    Comparator<BsonValue> ascending = order::compare;
    return new ExtremeNAccumulator(
        SelectionSpec.input(name, spec, scope), greatest ? ascending.reversed() : ascending);
  }

  @Override
  public State start() {
    return new ExtremeNState(spec, bestFirst);
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    spec.dependencies(dependencies);
  }

  @Override
  public BsonValue describe() {
    return spec.describe();
  }

  private static final class ExtremeNState implements State {
    private final SelectionSpec spec;
    private final BestFirst<BsonValue> best;
    private final ValuesLimit limit;
    private int count;
    private long bytes = 64;

    ExtremeNState(SelectionSpec spec, Comparator<BsonValue> bestFirst) {
      this.spec = spec;
      this.best = new BestFirst<>(bestFirst);
      this.limit = new ValuesLimit(spec.name(), ValuesLimit.OF_BEST);
    }

    @Override
    public void add(DocumentView document, EvaluationScope scope) {
      if (count == 0) {
        count = SelectionSpec.number(spec.count().evaluate(document, scope));
      }
      BsonValue value = spec.values().evaluate(document, scope);
      if (AccumulatedValues.isNullish(value)) {
        return;
      }
      BsonValue present = AccumulatedValues.orNull(value);
      bytes += AccumulatedValues.size(present);
      BsonValue dropped = best.add(present, count);
      if (dropped != null) {
        bytes -= AccumulatedValues.size(dropped);
      }
      limit.check(bytes, scope);
    }

    @Override
    public BsonValue result() {
      return new BsonArray(best.sorted());
    }

    @Override
    public long memoryBytes() {
      return bytes;
    }
  }
}
