package dev.meerkat.query.expression;

import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ExpressionProvider;
import dev.meerkat.spi.query.ParseScope;
import java.util.Set;
import org.bson.BsonValue;

/** The array operators. Threads: immutable. */
public final class ArrayExpressions implements ExpressionProvider {
  private static final Set<String> NAMES =
      Set.of(
          "$arrayElemAt",
          "$arrayToObject",
          "$concatArrays",
          "$filter",
          "$first",
          "$in",
          "$indexOfArray",
          "$isArray",
          "$last",
          "$map",
          "$objectToArray",
          "$range",
          "$reduce",
          "$reverseArray",
          "$size",
          "$slice",
          "$sortArray",
          "$zip");

  /** Called by the service loader. */
  public ArrayExpressions() {}

  @Override
  public Set<String> names() {
    return NAMES;
  }

  @Override
  public Expression parse(String name, BsonValue spec, ParseScope scope) {
    return switch (name) {
      case "$arrayElemAt" -> ArrayElemAtExpression.parse(spec, scope);
      case "$arrayToObject" -> ArrayToObjectExpression.parse(spec, scope);
      case "$concatArrays" -> ConcatArraysExpression.parse(spec, scope);
      case "$filter" -> FilterExpression.parse(spec, scope);
      case "$first" -> ArrayElemAtExpression.parseEnd(name, spec, scope, 0);
      case "$in" -> InExpression.parse(spec, scope);
      case "$indexOfArray" -> IndexOfArrayExpression.parse(spec, scope);
      case "$isArray" -> IsArrayExpression.parse(spec, scope);
      case "$last" -> ArrayElemAtExpression.parseEnd(name, spec, scope, -1);
      case "$map" -> MapExpression.parse(spec, scope);
      case "$objectToArray" -> ObjectToArrayExpression.parse(spec, scope);
      case "$range" -> RangeExpression.parse(spec, scope);
      case "$reduce" -> ReduceExpression.parse(spec, scope);
      case "$reverseArray" -> ReverseArrayExpression.parse(spec, scope);
      case "$size" -> SizeExpression.parse(spec, scope);
      case "$slice" -> SliceExpression.parse(spec, scope);
      case "$sortArray" -> SortArrayExpression.parse(spec, scope);
      case "$zip" -> ZipExpression.parse(spec, scope);
      default -> throw new IllegalArgumentException(name);
    };
  }
}
