package dev.meerkat.aggregation.window;

import dev.meerkat.aggregation.accumulator.CoreAccumulators;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ValueOrder;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.MovingFunction;
import dev.meerkat.spi.query.WindowBounds;
import dev.meerkat.spi.query.WindowFunction;
import dev.meerkat.spi.query.WindowScope;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A function of the values that one expression has in the window. Threads: immutable.
 *
 * @param windows begins one partition
 */
record ValueFunction(
    String name,
    Expression argument,
    WindowBounds bounds,
    Supplier<Window<@Nullable BsonValue>> windows)
    implements MovingFunction<@Nullable BsonValue> {
  /** Parses a function that is an accumulator, too; where windows only grow, that one is used. */
  static WindowFunction parse(
      String name,
      BsonValue spec,
      WindowScope scope,
      Function<ValueOrder, Window<@Nullable BsonValue>> windows) {
    Expression argument = scope.parsing().expression(spec);
    WindowBounds bounds = scope.bounds();
    ValueOrder order = scope.parsing().order();
    return bounds.isUnboundedBelow()
        ? new GrowingFunction(CoreAccumulators.ofValues(name, argument, order), bounds)
        : new ValueFunction(name, argument, bounds, () -> windows.apply(order));
  }

  @Override
  public @Nullable BsonValue read(DocumentView document, EvaluationScope scope) {
    return argument.evaluate(document, scope);
  }

  @Override
  public Window<@Nullable BsonValue> start() {
    return windows.get();
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    argument.dependencies(dependencies);
  }

  @Override
  public BsonDocument describe() {
    return new BsonDocument(name, argument.describe()).append("window", bounds.describe());
  }
}
