package dev.meerkat.query.expression;

import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ExpressionProvider;
import dev.meerkat.spi.query.ParseScope;
import java.util.Set;
import org.bson.BsonValue;

/** The trigonometric operators. Threads: immutable. */
public final class TrigonometryExpressions implements ExpressionProvider {
  private static final Set<String> NAMES =
      Set.of(
          "$acos",
          "$acosh",
          "$asin",
          "$asinh",
          "$atan",
          "$atan2",
          "$atanh",
          "$cos",
          "$cosh",
          "$degreesToRadians",
          "$radiansToDegrees",
          "$sin",
          "$sinh",
          "$tan",
          "$tanh");

  /** Called by the service loader. */
  public TrigonometryExpressions() {}

  @Override
  public Set<String> names() {
    return NAMES;
  }

  @Override
  public Expression parse(String name, BsonValue spec, ParseScope scope) {
    return switch (name) {
      case "$acos" ->
          TrigonometricFunction.bounded(name, -1, 1, Math::acos, DecimalTrigonometry::acos)
              .parse(spec, scope);
      case "$acosh" ->
          TrigonometricFunction.bounded(
                  name,
                  1,
                  Double.POSITIVE_INFINITY,
                  TrigonometricFunction::acosh,
                  DecimalTrigonometry::acosh)
              .parse(spec, scope);
      case "$asin" ->
          TrigonometricFunction.bounded(name, -1, 1, Math::asin, DecimalTrigonometry::asin)
              .parse(spec, scope);
      case "$asinh" ->
          TrigonometricFunction.unbounded(
                  name, TrigonometricFunction::asinh, DecimalTrigonometry::asinh)
              .parse(spec, scope);
      case "$atan" ->
          TrigonometricFunction.unbounded(name, Math::atan, DecimalTrigonometry::atan)
              .parse(spec, scope);
      case "$atan2" -> TrigonometricFunction.parseAtan2(spec, scope);
      case "$atanh" ->
          TrigonometricFunction.bounded(
                  name, -1, 1, TrigonometricFunction::atanh, DecimalTrigonometry::atanh)
              .parse(spec, scope);
      case "$cos" ->
          TrigonometricFunction.finite(name, Math::cos, DecimalTrigonometry::cos)
              .parse(spec, scope);
      case "$cosh" ->
          TrigonometricFunction.unbounded(name, Math::cosh, DecimalTrigonometry::cosh)
              .parse(spec, scope);
      case "$degreesToRadians" ->
          TrigonometricFunction.unbounded(
                  name, v -> v * (Math.PI / 180), DecimalTrigonometry::radians)
              .parse(spec, scope);
      case "$radiansToDegrees" ->
          TrigonometricFunction.unbounded(
                  name, v -> v * (180 / Math.PI), DecimalTrigonometry::degrees)
              .parse(spec, scope);
      case "$sin" ->
          TrigonometricFunction.finite(name, Math::sin, DecimalTrigonometry::sin)
              .parse(spec, scope);
      case "$sinh" ->
          TrigonometricFunction.unbounded(name, Math::sinh, DecimalTrigonometry::sinh)
              .parse(spec, scope);
      case "$tan" ->
          TrigonometricFunction.finite(name, Math::tan, DecimalTrigonometry::tan)
              .parse(spec, scope);
      case "$tanh" ->
          TrigonometricFunction.unbounded(name, Math::tanh, DecimalTrigonometry::tanh)
              .parse(spec, scope);
      default -> throw new IllegalArgumentException(name);
    };
  }
}
