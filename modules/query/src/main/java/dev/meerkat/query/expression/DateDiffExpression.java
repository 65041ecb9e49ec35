package dev.meerkat.query.expression;

import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * The boundaries of a unit between two dates. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/dateDiff/">$dateDiff</a>
 */
final class DateDiffExpression {
  private static final List<String> PARAMETERS =
      List.of("startDate", "endDate", "unit", "timezone", "startOfWeek");

  private DateDiffExpression() {}

  static Expression parse(BsonValue spec, ParseScope scope) {
    NamedArguments named =
        NamedArguments.of("$dateDiff", spec, 5166301, 5166302, PARAMETERS.toArray(String[]::new));
    List<Expression> arguments =
        List.of(
            scope.expression(named.require("startDate", 5166303)),
            scope.expression(named.require("endDate", 5166304)),
            scope.expression(named.require("unit", 5166305)),
            DateArguments.zone(named, scope),
            named.find("startOfWeek") == null
                ? new LiteralExpression(new BsonString("sunday"))
                : named.optional("startOfWeek", scope));
    return DateArguments.judged(
        new NamedFunctionExpression("$dateDiff", PARAMETERS, arguments, DateDiffExpression::apply),
        DateArguments.Check.unit("$dateDiff"),
        DateArguments.Check.startOfWeek("$dateDiff"),
        DateArguments.Check.zone());
  }

  private static BsonValue apply(BsonValue[] values) {
    if (values[0].isNull() || values[1].isNull() || values[2].isNull()) {
      return BsonNull.VALUE;
    }
    TimeUnit unit = TimeUnit.of(values[2], "$dateDiff");
    if (unit == TimeUnit.WEEK && values[4].isNull()) {
      return BsonNull.VALUE;
    }
    DayOfWeek startOfWeek =
        unit == TimeUnit.WEEK
            ? DateArguments.startOfWeek(values[4], "$dateDiff")
            : DayOfWeek.SUNDAY;
    if (values[3].isNull()) {
      return BsonNull.VALUE;
    }
    Zone zone = Zone.of(values[3]);
    long start = date(values[0], "startDate");
    long end = date(values[1], "endDate");
    try {
      return new BsonInt64(difference(start, end, unit, zone, startOfWeek));
    } catch (ArithmeticException e) {
      throw Values.error(5166308, "$dateDiff overflowed");
    }
  }

  private static long date(BsonValue value, String what) {
    if (!Dates.isDate(value)) {
      throw Values.error(
          5166307,
          "$dateDiff requires '" + what + "' to be a date, but got " + Values.typeName(value));
    }
    return Dates.millis(value);
  }

  private static long difference(
      long start, long end, TimeUnit unit, Zone zone, DayOfWeek startOfWeek) {
    LocalDateTime from = zone.local(start);
    LocalDateTime to = zone.local(end);
    return switch (unit) {
      case YEAR -> (long) to.getYear() - from.getYear();
      case QUARTER -> Math.floorDiv(months(to), 3) - Math.floorDiv(months(from), 3);
      case MONTH -> months(to) - months(from);
      case WEEK -> week(to, startOfWeek) - week(from, startOfWeek);
      case DAY -> to.toLocalDate().toEpochDay() - from.toLocalDate().toEpochDay();
      case HOUR, MINUTE, SECOND -> localDifference(start, end, from, to, unit, zone);
      case MILLISECOND -> Math.subtractExact(end, start);
    };
  }

  private static long months(LocalDateTime time) {
    return time.getYear() * 12L + time.getMonthValue() - 1;
  }

  private static long week(LocalDateTime time, DayOfWeek startOfWeek) {
    // Day 0 was a Thursday.
    return Math.floorDiv(time.toLocalDate().toEpochDay() + 4 - startOfWeek.getValue(), 7L);
  }

  /** Boundaries in local time, without those that a change of the offset adds or takes. */
  private static long localDifference(
      long start, long end, LocalDateTime from, LocalDateTime to, TimeUnit unit, Zone zone) {
    long seconds = unit.millis() / 1000;
    long boundaries =
        Math.floorDiv(to.toEpochSecond(ZoneOffset.UTC), seconds)
            - Math.floorDiv(from.toEpochSecond(ZoneOffset.UTC), seconds);
    return boundaries + (zone.offsetSeconds(start) - zone.offsetSeconds(end)) / seconds;
  }
}
