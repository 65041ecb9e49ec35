package dev.meerkat.aggregation.accumulator;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.Accumulator;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.ParseScope;
import java.util.ArrayDeque;
import java.util.ArrayList;
import org.bson.BsonArray;
import org.bson.BsonValue;

/**
 * The values of a group's first documents, or of its last ones. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/firstN/">$firstN</a>
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/lastN/">$lastN</a>
 */
record FirstNAccumulator(SelectionSpec spec, boolean last) implements Accumulator {
  static Accumulator parse(String name, BsonValue spec, ParseScope scope, boolean last) {
    return new FirstNAccumulator(SelectionSpec.input(name, spec, scope), last);
  }

  @Override
  public State start() {
    return new FirstNState(spec, last);
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    spec.dependencies(dependencies);
  }

  @Override
  public BsonValue describe() {
    return spec.describe();
  }

  private static final class FirstNState implements State {
    private final SelectionSpec spec;
    private final boolean last;
    private final ArrayDeque<BsonValue> values = new ArrayDeque<>();
    private final ValuesLimit limit;
    private int count;
    private long bytes = 64;

    FirstNState(SelectionSpec spec, boolean last) {
      this.spec = spec;
      this.last = last;
      this.limit = new ValuesLimit(spec.name(), ValuesLimit.OF_BEST);
    }

    @Override
    public void add(DocumentView document, EvaluationScope scope) {
      if (count == 0) {
        count = SelectionSpec.number(spec.count().evaluate(document, scope));
      }
      if (values.size() == count) {
        if (!last) {
          return;
        }
        bytes -= AccumulatedValues.size(values.removeFirst());
      }
      BsonValue value = AccumulatedValues.orNull(spec.values().evaluate(document, scope));
      values.addLast(value);
      bytes += AccumulatedValues.size(value);
      limit.check(bytes, scope);
    }

    @Override
    public BsonValue result() {
      return new BsonArray(new ArrayList<>(values));
    }

    @Override
    public long memoryBytes() {
      return bytes;
    }
  }
}
