package dev.meerkat.query.expression;

import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ExpressionProvider;
import dev.meerkat.spi.query.ParseScope;
import java.util.Set;
import org.bson.BsonValue;

/** The date operators. Threads: immutable. */
public final class DateExpressions implements ExpressionProvider {
  private static final Set<String> NAMES =
      Set.of(
          "$dateAdd",
          "$dateDiff",
          "$dateFromParts",
          "$dateFromString",
          "$dateSubtract",
          "$dateToParts",
          "$dateToString",
          "$dateTrunc",
          "$dayOfMonth",
          "$dayOfWeek",
          "$dayOfYear",
          "$hour",
          "$isoDayOfWeek",
          "$isoWeek",
          "$isoWeekYear",
          "$millisecond",
          "$minute",
          "$month",
          "$second",
          "$week",
          "$year");

  /** Called by the service loader. */
  public DateExpressions() {}

  @Override
  public Set<String> names() {
    return NAMES;
  }

  @Override
  public Expression parse(String name, BsonValue spec, ParseScope scope) {
    return switch (name) {
      case "$dateAdd" -> DateAddExpression.parse(name, spec, scope, false);
      case "$dateDiff" -> DateDiffExpression.parse(spec, scope);
      case "$dateFromParts" -> DateFromPartsExpression.parse(spec, scope);
      case "$dateFromString" -> DateFromStringExpression.parse(spec, scope);
      case "$dateSubtract" -> DateAddExpression.parse(name, spec, scope, true);
      case "$dateToParts" -> DateToPartsExpression.parse(spec, scope);
      case "$dateToString" -> DateToStringExpression.parse(spec, scope);
      case "$dateTrunc" -> DateTruncExpression.parse(spec, scope);
      case "$dayOfMonth" -> DatePartExpression.DAY_OF_MONTH.parse(spec, scope);
      case "$dayOfWeek" -> DatePartExpression.DAY_OF_WEEK.parse(spec, scope);
      case "$dayOfYear" -> DatePartExpression.DAY_OF_YEAR.parse(spec, scope);
      case "$hour" -> DatePartExpression.HOUR.parse(spec, scope);
      case "$isoDayOfWeek" -> DatePartExpression.ISO_DAY_OF_WEEK.parse(spec, scope);
      case "$isoWeek" -> DatePartExpression.ISO_WEEK.parse(spec, scope);
      case "$isoWeekYear" -> DatePartExpression.ISO_WEEK_YEAR.parse(spec, scope);
      case "$millisecond" -> DatePartExpression.MILLISECOND.parse(spec, scope);
      case "$minute" -> DatePartExpression.MINUTE.parse(spec, scope);
      case "$month" -> DatePartExpression.MONTH.parse(spec, scope);
      case "$second" -> DatePartExpression.SECOND.parse(spec, scope);
      case "$week" -> DatePartExpression.WEEK.parse(spec, scope);
      case "$year" -> DatePartExpression.YEAR.parse(spec, scope);
      default -> throw new IllegalArgumentException(name);
    };
  }
}
