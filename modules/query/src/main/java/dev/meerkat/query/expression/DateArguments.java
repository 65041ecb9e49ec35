package dev.meerkat.query.expression;

import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import java.time.DayOfWeek;
import java.util.Locale;
import org.bson.BsonString;
import org.bson.BsonValue;

/** Arguments that the date operators share. Threads: immutable. */
final class DateArguments {
  static final BsonString UTC = new BsonString("UTC");

  private DateArguments() {}

  /** The parsed {@code timezone}, UTC where it is not given. */
  static Expression zone(NamedArguments named, ParseScope scope) {
    return named.find("timezone") == null
        ? new LiteralExpression(UTC)
        : named.optional("timezone", scope);
  }

  /** The first day of the week; Sunday where it is not given. */
  static DayOfWeek startOfWeek(BsonValue value, String operator) {
    if (!(value instanceof BsonString text)) {
      throw Values.error(
          5439015,
          operator + " requires 'startOfWeek' to be a string, but got " + Values.typeName(value));
    }
    return switch (text.getValue().toLowerCase(Locale.ROOT)) {
      case "monday", "mon" -> DayOfWeek.MONDAY;
      case "tuesday", "tue" -> DayOfWeek.TUESDAY;
      case "wednesday", "wed" -> DayOfWeek.WEDNESDAY;
      case "thursday", "thu" -> DayOfWeek.THURSDAY;
      case "friday", "fri" -> DayOfWeek.FRIDAY;
      case "saturday", "sat" -> DayOfWeek.SATURDAY;
      case "sunday", "sun" -> DayOfWeek.SUNDAY;
      default ->
          throw Values.error(
              5439016,
              operator
                  + " parameter 'startOfWeek' value cannot be recognized as a day of"
                  + " a week: "
                  + text.getValue());
    };
  }
}
