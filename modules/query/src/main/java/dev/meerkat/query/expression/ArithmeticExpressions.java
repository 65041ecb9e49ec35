package dev.meerkat.query.expression;

import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ExpressionProvider;
import dev.meerkat.spi.query.ParseScope;
import java.util.Set;
import org.bson.BsonValue;

/** The arithmetic operators. Threads: immutable. */
public final class ArithmeticExpressions implements ExpressionProvider {
  private static final Set<String> NAMES =
      Set.of(
          "$abs",
          "$add",
          "$ceil",
          "$divide",
          "$exp",
          "$floor",
          "$ln",
          "$log",
          "$log10",
          "$mod",
          "$multiply",
          "$pow",
          "$round",
          "$sigmoid",
          "$sqrt",
          "$subtract",
          "$trunc");

  private static final NumericFunction EXP =
      new NumericFunction("$exp", null, Math::exp, DecimalFunctions::exponential);
  private static final NumericFunction LN =
      new NumericFunction(
          "$ln", new PositiveDomain("$ln", 28766), Math::log, DecimalFunctions::naturalLogarithm);
  private static final NumericFunction LOG10 =
      new NumericFunction(
          "$log10",
          new PositiveDomain("$log10", 28761),
          Math::log10,
          DecimalFunctions::commonLogarithm);

  /** Called by the service loader. */
  public ArithmeticExpressions() {}

  @Override
  public Set<String> names() {
    return NAMES;
  }

  @Override
  public Expression parse(String name, BsonValue spec, ParseScope scope) {
    return switch (name) {
      case "$abs" -> AbsExpression.parse(spec, scope);
      case "$add" -> AddExpression.parse(spec, scope);
      case "$ceil" -> CeilExpression.CEIL.parse(spec, scope);
      case "$divide" -> DivideExpression.parse(spec, scope);
      case "$exp" -> EXP.parse(spec, scope);
      case "$floor" -> CeilExpression.FLOOR.parse(spec, scope);
      case "$ln" -> LN.parse(spec, scope);
      case "$log" -> LogExpression.parse(spec, scope);
      case "$log10" -> LOG10.parse(spec, scope);
      case "$mod" -> ModExpression.parse(spec, scope);
      case "$multiply" -> MultiplyExpression.parse(spec, scope);
      case "$pow" -> PowExpression.parse(spec, scope);
      case "$round" -> RoundingExpression.ROUND.parse(spec, scope);
      case "$sigmoid" -> SigmoidExpression.parse(spec, scope);
      case "$sqrt" -> SqrtExpression.parse(spec, scope);
      case "$subtract" -> SubtractExpression.parse(spec, scope);
      case "$trunc" -> RoundingExpression.TRUNC.parse(spec, scope);
      default -> throw new IllegalArgumentException(name);
    };
  }
}
