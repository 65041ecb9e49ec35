package dev.meerkat.aggregation.accumulator;

import dev.meerkat.query.expression.Percentile;
import dev.meerkat.spi.ValueOrder;
import dev.meerkat.spi.query.Accumulator;
import dev.meerkat.spi.query.AccumulatorProvider;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import java.util.Set;
import java.util.function.Supplier;
import org.bson.BsonValue;

/** The built-in accumulators. Threads: immutable. */
public final class CoreAccumulators implements AccumulatorProvider {
  private static final Set<String> NAMES =
      Set.of(
          "$accumulator",
          "$addToSet",
          "$avg",
          "$bottom",
          "$bottomN",
          "$concatArrays",
          "$count",
          "$first",
          "$firstN",
          "$last",
          "$lastN",
          "$max",
          "$maxN",
          "$median",
          "$mergeObjects",
          "$min",
          "$minN",
          "$percentile",
          "$push",
          "$setUnion",
          "$stdDevPop",
          "$stdDevSamp",
          "$sum",
          "$top",
          "$topN");

  /** Called by the service loader. */
  public CoreAccumulators() {}

  @Override
  public Set<String> names() {
    return NAMES;
  }

  @Override
  public Accumulator parse(String name, BsonValue spec, ParseScope scope) {
    return switch (name) {
      case "$accumulator" -> CustomAccumulator.parse(spec, scope);
      case "$addToSet",
          "$avg",
          "$concatArrays",
          "$max",
          "$mergeObjects",
          "$min",
          "$push",
          "$setUnion",
          "$stdDevPop",
          "$stdDevSamp",
          "$sum" ->
          UnaryAccumulator.parse(name, spec, scope, states(name, scope.order()));
      case "$bottom" -> TopAccumulator.parse(name, spec, scope, true, true);
      case "$bottomN" -> TopAccumulator.parse(name, spec, scope, true, false);
      case "$count" -> CountAccumulator.parse(spec, scope);
      case "$first" -> FirstAccumulator.parse(name, spec, scope, false);
      case "$firstN" -> FirstNAccumulator.parse(name, spec, scope, false);
      case "$last" -> FirstAccumulator.parse(name, spec, scope, true);
      case "$lastN" -> FirstNAccumulator.parse(name, spec, scope, true);
      case "$maxN" -> ExtremeNAccumulator.parse(name, spec, scope, true);
      case "$median", "$percentile" ->
          new PercentileAccumulator(name, Percentile.Spec.parse(name, spec, scope));
      case "$minN" -> ExtremeNAccumulator.parse(name, spec, scope, false);
      case "$top" -> TopAccumulator.parse(name, spec, scope, false, true);
      case "$topN" -> TopAccumulator.parse(name, spec, scope, false, false);
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** An accumulator of one expression's values, whatever the expression. */
  public static Accumulator ofValues(String name, Expression argument, ValueOrder order) {
    return new UnaryAccumulator(name, argument, states(name, order));
  }

  private static Supplier<UnaryAccumulator.ValueState> states(String name, ValueOrder order) {
    return switch (name) {
      case "$addToSet" -> () -> new AddToSetAccumulator(order);
      case "$avg" -> AvgAccumulator::new;
      case "$concatArrays" -> JoinedArraysAccumulator::concatArrays;
      case "$max" -> () -> new ExtremeAccumulator(order, true);
      case "$mergeObjects" -> MergeObjectsAccumulator::new;
      case "$min" -> () -> new ExtremeAccumulator(order, false);
      case "$push" -> PushAccumulator::new;
      case "$setUnion" -> () -> JoinedArraysAccumulator.setUnion(order);
      case "$stdDevPop" -> () -> new StdDevAccumulator(false);
      case "$stdDevSamp" -> () -> new StdDevAccumulator(true);
      case "$sum" -> SumAccumulator::new;
      default -> throw new IllegalArgumentException(name);
    };
  }
}
