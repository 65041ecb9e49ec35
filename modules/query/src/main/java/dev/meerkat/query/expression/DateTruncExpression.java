package dev.meerkat.query.expression;

import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.values.Numbers;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import org.bson.BsonDateTime;
import org.bson.BsonInt32;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * The beginning of the bin of units in which a date lies; bins are counted from 2000-01-01.
 * Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/dateTrunc/">$dateTrunc</a>
 */
final class DateTruncExpression {
  private static final List<String> PARAMETERS =
      List.of("date", "unit", "binSize", "timezone", "startOfWeek");
  private static final LocalDateTime REFERENCE = LocalDateTime.of(2000, 1, 1, 0, 0);
  private static final long MAX_BIN_SIZE = 100_000_000_000L;

  private DateTruncExpression() {}

  static Expression parse(BsonValue spec, ParseScope scope) {
    NamedArguments named =
        NamedArguments.of("$dateTrunc", spec, 5439007, 5439008, PARAMETERS.toArray(String[]::new));
    List<Expression> arguments =
        List.of(
            scope.expression(named.require("date", 5439009)),
            scope.expression(named.require("unit", 5439010)),
            named.find("binSize") == null
                ? new LiteralExpression(new BsonInt32(1))
                : named.optional("binSize", scope),
            DateArguments.zone(named, scope),
            named.find("startOfWeek") == null
                ? new LiteralExpression(new BsonString("sunday"))
                : named.optional("startOfWeek", scope));
    return DateArguments.judged(
        new NamedFunctionExpression(
            "$dateTrunc", PARAMETERS, arguments, DateTruncExpression::apply),
        DateArguments.Check.unit("$dateTrunc"),
        DateArguments.Check.startOfWeek("$dateTrunc"),
        DateArguments.Check.zone(),
        new DateArguments.Check("binSize", DateTruncExpression::binSize));
  }

  private static BsonValue apply(BsonValue[] values) {
    if (values[0].isNull() || values[2].isNull()) {
      return BsonNull.VALUE;
    }
    long binSize = binSize(values[2]);
    if (values[1].isNull()) {
      return BsonNull.VALUE;
    }
    TimeUnit unit = TimeUnit.of(values[1], "$dateTrunc");
    if (unit == TimeUnit.WEEK && values[4].isNull()) {
      return BsonNull.VALUE;
    }
    DayOfWeek startOfWeek =
        unit == TimeUnit.WEEK
            ? DateArguments.startOfWeek(values[4], "$dateTrunc")
            : DayOfWeek.SUNDAY;
    if (values[3].isNull()) {
      return BsonNull.VALUE;
    }
    Zone zone = Zone.of(values[3]);
    if (!Dates.isDate(values[0])) {
      throw Values.error(
          5166307,
          "$dateTrunc requires 'date' to be a date, but got " + Values.typeName(values[0]));
    }
    try {
      return new BsonDateTime(truncate(Dates.millis(values[0]), unit, binSize, zone, startOfWeek));
    } catch (ArithmeticException | DateTimeException e) {
      throw Values.error(5439005, "$dateTrunc overflowed");
    }
  }

  private static long binSize(BsonValue value) {
    if (!value.isNumber() || !Numbers.isIntegral(value)) {
      throw Values.error(
          5439017, "$dateTrunc requires 'binSize' to be a 64-bit integer, but got value " + value);
    }
    long binSize = Numbers.exactLong(value);
    if (binSize <= 0) {
      throw Values.error(
          5439018, "$dateTrunc requires 'binSize' to be greater than 0, but got value " + binSize);
    }
    return binSize;
  }

  static long truncate(long millis, TimeUnit unit, long binSize, Zone zone, DayOfWeek startOfWeek) {
    return switch (unit) {
      case YEAR, QUARTER, MONTH -> ofMonths(millis, unit, binSize, zone);
      case WEEK, DAY -> ofDays(millis, unit, binSize, zone, startOfWeek);
      case HOUR, MINUTE, SECOND, MILLISECOND -> ofMillis(millis, unit, binSize, zone);
    };
  }

  private static long ofMonths(long millis, TimeUnit unit, long binSize, Zone zone) {
    if (binSize > MAX_BIN_SIZE / unit.months()) {
      throw Values.error(5439006, "$dateTrunc unsupported binSize value " + binSize);
    }
    long bin = binSize * unit.months();
    LocalDateTime local = zone.local(millis);
    long months = (local.getYear() - 2000L) * 12 + local.getMonthValue() - 1;
    return zone.millis(REFERENCE.plusMonths(Math.floorDiv(months, bin) * bin));
  }

  private static long ofDays(
      long millis, TimeUnit unit, long binSize, Zone zone, DayOfWeek startOfWeek) {
    long unitDays = unit == TimeUnit.WEEK ? 7 : 1;
    if (binSize > MAX_BIN_SIZE / unitDays) {
      throw Values.error(5439004, "$dateTrunc unsupported binSize value " + binSize);
    }
    LocalDate reference = REFERENCE.toLocalDate();
    if (unit == TimeUnit.WEEK) {
      reference = reference.with(TemporalAdjusters.nextOrSame(startOfWeek));
    }
    long bin = binSize * unitDays;
    long days = zone.local(millis).toLocalDate().toEpochDay() - reference.toEpochDay();
    return zone.millis(reference.plusDays(Math.floorDiv(days, bin) * bin).atStartOfDay());
  }

  private static long ofMillis(long millis, TimeUnit unit, long binSize, Zone zone) {
    if (binSize > MAX_BIN_SIZE * 1000 / unit.millis()) {
      throw Values.error(5439002, "$dateTrunc unsupported binSize value " + binSize);
    }
    long bin = binSize * unit.millis();
    long reference = zone.millis(REFERENCE);
    return reference + Math.floorDiv(Math.subtractExact(millis, reference), bin) * bin;
  }
}
