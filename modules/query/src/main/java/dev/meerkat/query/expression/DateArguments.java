package dev.meerkat.query.expression;

import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import java.time.DayOfWeek;
import java.util.Locale;
import java.util.function.Consumer;
import org.bson.BsonNull;
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

  /** As {@link #zone}; a constant that is no zone is refused where the operator is parsed. */
  static Expression judgedZone(NamedArguments named, ParseScope scope) {
    Expression zone = zone(named, scope);
    if (zone instanceof LiteralExpression(BsonValue value) && !Values.isNullish(value)) {
      Zone.of(value);
    }
    return zone;
  }

  /** What is wrong with a constant argument is found when the expression is parsed. */
  record Check(String parameter, Consumer<BsonValue> judge) {
    static Check zone() {
      return new Check("timezone", Zone::of);
    }

    static Check unit(String operator) {
      return new Check("unit", value -> TimeUnit.of(value, operator));
    }

    static Check startOfWeek(String operator) {
      return new Check("startOfWeek", value -> DateArguments.startOfWeek(value, operator));
    }
  }

  /**
   * An operator on dates. Where only some arguments are constants, these are judged at once, in the
   * order given, and a null among them makes the whole expression null; where all are, the order in
   * which {@code function} reads them decides.
   */
  static Expression judged(NamedFunctionExpression expression, Check... checks) {
    if (expression.isConstant()) {
      return expression;
    }
    for (Check check : checks) {
      int index = expression.parameters().indexOf(check.parameter());
      if (expression.arguments().get(index) instanceof LiteralExpression(BsonValue value)) {
        if (Values.isNullish(value)) {
          return new LiteralExpression(BsonNull.VALUE);
        }
        check.judge().accept(value);
      }
    }
    return expression;
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
