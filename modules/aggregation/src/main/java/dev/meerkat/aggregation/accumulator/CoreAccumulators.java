package dev.meerkat.aggregation.accumulator;

import dev.meerkat.query.expression.Percentile;
import dev.meerkat.spi.ValueOrder;
import dev.meerkat.spi.query.Accumulator;
import dev.meerkat.spi.query.AccumulatorProvider;
import dev.meerkat.spi.query.ParseScope;
import java.util.Set;
import java.util.function.Supplier;
import org.bson.BsonValue;

/** The built-in accumulators. Threads: immutable. */
public final class CoreAccumulators implements AccumulatorProvider {
  private static final Set<String> NAMES =
      Set.of(
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
    ValueOrder order = scope.order();
    return switch (name) {
      case "$addToSet" -> unary(name, spec, scope, () -> new AddToSetAccumulator(order));
      case "$avg" -> unary(name, spec, scope, AvgAccumulator::new);
      case "$bottom" -> TopAccumulator.parse(name, spec, scope, true, true);
      case "$bottomN" -> TopAccumulator.parse(name, spec, scope, true, false);
      case "$concatArrays" -> unary(name, spec, scope, JoinedArraysAccumulator::concatArrays);
      case "$count" -> CountAccumulator.parse(spec, scope);
      case "$first" -> FirstAccumulator.parse(name, spec, scope, false);
      case "$firstN" -> FirstNAccumulator.parse(name, spec, scope, false);
      case "$last" -> FirstAccumulator.parse(name, spec, scope, true);
      case "$lastN" -> FirstNAccumulator.parse(name, spec, scope, true);
      case "$max" -> unary(name, spec, scope, () -> new ExtremeAccumulator(order, true));
      case "$maxN" -> ExtremeNAccumulator.parse(name, spec, scope, true);
      case "$median", "$percentile" ->
          new PercentileAccumulator(name, Percentile.Spec.parse(name, spec, scope));
      case "$mergeObjects" -> unary(name, spec, scope, MergeObjectsAccumulator::new);
      case "$min" -> unary(name, spec, scope, () -> new ExtremeAccumulator(order, false));
      case "$minN" -> ExtremeNAccumulator.parse(name, spec, scope, false);
      case "$push" -> unary(name, spec, scope, PushAccumulator::new);
      case "$setUnion" -> unary(name, spec, scope, () -> JoinedArraysAccumulator.setUnion(order));
      case "$stdDevPop" -> unary(name, spec, scope, () -> new StdDevAccumulator(false));
      case "$stdDevSamp" -> unary(name, spec, scope, () -> new StdDevAccumulator(true));
      case "$sum" -> unary(name, spec, scope, SumAccumulator::new);
      case "$top" -> TopAccumulator.parse(name, spec, scope, false, true);
      case "$topN" -> TopAccumulator.parse(name, spec, scope, false, false);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static Accumulator unary(
      String name, BsonValue spec, ParseScope scope, Supplier<UnaryAccumulator.ValueState> states) {
    return UnaryAccumulator.parse(name, spec, scope, states);
  }
}
