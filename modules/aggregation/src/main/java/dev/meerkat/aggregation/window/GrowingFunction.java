package dev.meerkat.aggregation.window;

import dev.meerkat.spi.query.Accumulator;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.WindowBounds;
import dev.meerkat.spi.query.WindowFunction;
import dev.meerkat.spi.query.WindowPartition;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * An accumulator over windows that begin with their partition, so that nothing ever leaves them.
 * Threads: immutable.
 */
record GrowingFunction(Accumulator accumulator, WindowBounds bounds) implements WindowFunction {
  @Override
  public Run open(WindowPartition partition, EvaluationScope scope) {
    return new GrowingRun(accumulator.start(), bounds.open(partition, scope), partition, scope);
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    accumulator.dependencies(dependencies);
  }

  @Override
  public BsonDocument describe() {
    BsonDocument field = new BsonDocument();
    field.putAll(accumulator.describe().asDocument());
    return field.append("window", bounds.describe());
  }

  private static final class GrowingRun implements Run {
    private final Accumulator.State state;
    private final WindowBounds.Frame frame;
    private final WindowPartition partition;
    private final EvaluationScope scope;
    private int entered;
    private @Nullable BsonValue value;

    GrowingRun(
        Accumulator.State state,
        WindowBounds.Frame frame,
        WindowPartition partition,
        EvaluationScope scope) {
      this.state = state;
      this.frame = frame;
      this.partition = partition;
      this.scope = scope;
    }

    @Override
    public BsonValue value(int index) {
      frame.moveTo(index);
      BsonValue current = value;
      if (current == null || entered < frame.to()) {
        while (entered < frame.to()) {
          scope.checkInterrupted();
          state.add(partition.document(entered++), scope);
        }
        current = copied(state.result());
        value = current;
      }
      return current;
    }

    /** An accumulator may go on with the very array that it answers. */
    private BsonValue copied(BsonValue result) {
      return result instanceof BsonArray array && entered < partition.size()
          ? new BsonArray(array)
          : result;
    }

    @Override
    public long memoryBytes() {
      return state.memoryBytes();
    }
  }
}
