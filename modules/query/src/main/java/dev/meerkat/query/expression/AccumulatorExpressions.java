package dev.meerkat.query.expression;

import dev.meerkat.spi.ValueOrder;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ExpressionProvider;
import dev.meerkat.spi.query.ParseScope;
import java.util.Set;
import org.bson.BsonValue;

/** The accumulators that are expressions, too. Threads: immutable. */
public final class AccumulatorExpressions implements ExpressionProvider {
  private static final Set<String> NAMES =
      Set.of(
          "$avg",
          "$firstN",
          "$lastN",
          "$max",
          "$maxN",
          "$median",
          "$min",
          "$minN",
          "$percentile",
          "$stdDevPop",
          "$stdDevSamp",
          "$sum");

  /** Called by the service loader. */
  public AccumulatorExpressions() {}

  @Override
  public Set<String> names() {
    return NAMES;
  }

  @Override
  public Expression parse(String name, BsonValue spec, ParseScope scope) {
    ValueOrder order = scope.order();
    return switch (name) {
      case "$avg" -> FoldExpression.parse(name, spec, scope, FoldExpression::average);
      case "$firstN" -> FirstNExpression.FIRST.parse(spec, scope);
      case "$lastN" -> FirstNExpression.LAST.parse(spec, scope);
      case "$max" ->
          FoldExpression.commutative(
              name, spec, scope, values -> FoldExpression.extreme(values, order, true));
      case "$maxN" -> FirstNExpression.MAX.parse(spec, scope);
      case "$median", "$percentile" ->
          new PercentileExpression(name, Percentile.Spec.parse(name, spec, scope));
      case "$min" ->
          FoldExpression.commutative(
              name, spec, scope, values -> FoldExpression.extreme(values, order, false));
      case "$minN" -> FirstNExpression.MIN.parse(spec, scope);
      case "$stdDevPop" ->
          FoldExpression.parse(
              name, spec, scope, values -> FoldExpression.deviation(values, false));
      case "$stdDevSamp" ->
          FoldExpression.parse(name, spec, scope, values -> FoldExpression.deviation(values, true));
      case "$sum" -> FoldExpression.commutative(name, spec, scope, FoldExpression::sum);
      default -> throw new IllegalArgumentException(name);
    };
  }
}
