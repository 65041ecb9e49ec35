package dev.meerkat.query.expression;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.values.Numbers;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonNull;
import org.bson.BsonValue;

/**
 * A date put together; parts beyond their range carry over. Threads: immutable.
 *
 * @param parameters the names that are given, the year first
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/dateFromParts/">$dateFromParts</a>
 */
record DateFromPartsExpression(
    List<String> parameters, List<Expression> arguments, boolean iso, Expression timezone)
    implements Expression {
  private static final List<String> CALENDAR = List.of("year", "month", "day");
  private static final List<String> ISO = List.of("isoWeekYear", "isoWeek", "isoDayOfWeek");
  private static final List<String> CLOCK = List.of("hour", "minute", "second", "millisecond");
  private static final int MAX_PART = 32_767;
  private static final int FIRST_OF_TIME = 3;

  DateFromPartsExpression {
    parameters = List.copyOf(parameters);
    arguments = List.copyOf(arguments);
  }

  static Expression parse(BsonValue spec, ParseScope scope) {
    NamedArguments named =
        NamedArguments.of(
            "$dateFromParts",
            spec,
            40519,
            40518,
            "year",
            "month",
            "day",
            "hour",
            "minute",
            "second",
            "millisecond",
            "isoWeekYear",
            "isoWeek",
            "isoDayOfWeek",
            "timezone");
    boolean hasYear = named.find("year") != null;
    boolean iso = named.find("isoWeekYear") != null;
    if (!hasYear && !iso) {
      throw Values.error(
          40516, "$dateFromParts requires either 'year' or 'isoWeekYear' to be present");
    }
    if (hasYear && (iso || has(named, ISO))) {
      throw Values.error(
          40489, "$dateFromParts does not allow mixing natural dates with ISO dates");
    }
    if (iso && has(named, CALENDAR)) {
      throw Values.error(
          40525, "$dateFromParts does not allow mixing ISO dates with natural dates");
    }
    List<String> parameters = new ArrayList<>(iso ? ISO : CALENDAR);
    parameters.addAll(CLOCK);
    List<Expression> arguments = new ArrayList<>();
    for (String parameter : parameters) {
      int otherwise = CLOCK.contains(parameter) ? 0 : 1;
      arguments.add(
          named.find(parameter) == null
              ? new LiteralExpression(new BsonInt32(otherwise))
              : named.optional(parameter, scope));
    }
    Expression timezone = DateArguments.zone(named, scope);
    if (timezone instanceof LiteralExpression(BsonValue zone)
        && !Arguments.areConstant(arguments)) {
      if (Values.isNullish(zone)) {
        return new LiteralExpression(BsonNull.VALUE);
      }
      Zone.of(Values.orNull(zone));
    }
    return new DateFromPartsExpression(parameters, arguments, iso, timezone);
  }

  private static boolean has(NamedArguments named, List<String> names) {
    for (String name : names) {
      if (named.find(name) != null) {
        return true;
      }
    }
    return false;
  }

  @Override
  public BsonValue evaluate(DocumentView document, EvaluationScope scope) {
    long[] parts = new long[arguments.size()];
    // The time comes before the zone, and the zone before the date: the first null decides.
    if (!read(FIRST_OF_TIME, parts.length, parts, document, scope)) {
      return BsonNull.VALUE;
    }
    BsonValue zone = Values.orNull(timezone.evaluate(document, scope));
    if (zone.isNull()) {
      return BsonNull.VALUE;
    }
    Zone parsed = Zone.of(zone);
    return read(0, FIRST_OF_TIME, parts, document, scope)
        ? new BsonDateTime(date(parts, parsed))
        : BsonNull.VALUE;
  }

  /** Reads some of the parts; false where one of them is null. */
  private boolean read(
      int first, int end, long[] parts, DocumentView document, EvaluationScope scope) {
    for (int i = first; i < end; i++) {
      BsonValue value = Values.orNull(arguments.get(i).evaluate(document, scope));
      if (value.isNull()) {
        return false;
      }
      parts[i] = part(parameters.get(i), value);
      boolean isBounded = i > 0 && i < arguments.size() - 2;
      if (isBounded && (parts[i] < -MAX_PART - 1 || parts[i] > MAX_PART)) {
        throw Values.error(
            31034,
            "'"
                + parameters.get(i)
                + "' must evaluate to a value in the range [-32768, 32767];"
                + " value "
                + parts[i]
                + " is not in range");
      }
    }
    return true;
  }

  private static long part(String name, BsonValue value) {
    if (!value.isNumber() || !Values.isInt32(value)) {
      throw Values.error(
          40515,
          "'"
              + name
              + "' must evaluate to an integer, found "
              + Values.typeName(value)
              + " with value "
              + value);
    }
    return Numbers.exactLong(value);
  }

  private long date(long[] parts, Zone zone) {
    if (parts[0] < 1 || parts[0] > 9999) {
      throw Values.error(
          40523,
          "'"
              + parameters.getFirst()
              + "' must evaluate to an integer in the range 1 to 9999,"
              + " found "
              + parts[0]);
    }
    LocalDate day =
        iso
            ? LocalDate.of((int) parts[0], 1, 4)
                .with(DayOfWeek.MONDAY)
                .plusWeeks(parts[1] - 1)
                .plusDays(parts[2] - 1)
            : LocalDate.of((int) parts[0], 1, 1).plusMonths(parts[1] - 1).plusDays(parts[2] - 1);
    LocalDateTime time = day.atStartOfDay().plusHours(parts[3]).plusMinutes(parts[4]);
    return zone.millis(time) + parts[5] * 1000 + parts[6];
  }

  @Override
  public boolean isConstant() {
    return Arguments.areConstant(arguments) && timezone.isConstant();
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    Arguments.dependencies(arguments, dependencies);
    timezone.dependencies(dependencies);
  }

  @Override
  public BsonValue describe() {
    BsonDocument body = new BsonDocument();
    for (int i = 0; i < parameters.size(); i++) {
      body.append(parameters.get(i), arguments.get(i).describe());
    }
    return new BsonDocument("$dateFromParts", body.append("timezone", timezone.describe()));
  }
}
