package dev.meerkat.query.expression;

import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import java.time.LocalDateTime;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.List;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonNull;
import org.bson.BsonValue;

/**
 * A date taken apart. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/dateToParts/">$dateToParts</a>
 */
final class DateToPartsExpression {
  private static final List<String> PARAMETERS = List.of("date", "timezone", "iso8601");

  private DateToPartsExpression() {}

  static Expression parse(BsonValue spec, ParseScope scope) {
    NamedArguments named =
        NamedArguments.of("$dateToParts", spec, 40524, 40520, PARAMETERS.toArray(String[]::new));
    List<Expression> arguments =
        List.of(
            scope.expression(named.require("date", 40522)),
            DateArguments.zone(named, scope),
            named.find("iso8601") == null
                ? new LiteralExpression(BsonBoolean.FALSE)
                : named.optional("iso8601", scope));
    return DateArguments.judged(
        new NamedFunctionExpression(
            "$dateToParts", PARAMETERS, arguments, DateToPartsExpression::apply),
        DateArguments.Check.zone());
  }

  private static BsonValue apply(BsonValue[] values) {
    if (values[1].isNull()) {
      return BsonNull.VALUE;
    }
    Zone zone = Zone.of(values[1]);
    if (values[2].isNull()) {
      return BsonNull.VALUE;
    }
    if (!(values[2] instanceof BsonBoolean iso)) {
      throw Values.error(
          40521, "iso8601 must evaluate to a bool, found " + Values.typeName(values[2]));
    }
    if (values[0].isNull()) {
      return BsonNull.VALUE;
    }
    LocalDateTime time = zone.local(Dates.millis(values[0]));
    BsonDocument parts = iso.getValue() ? isoDate(time) : calendarDate(time);
    return parts
        .append("hour", new BsonInt32(time.getHour()))
        .append("minute", new BsonInt32(time.getMinute()))
        .append("second", new BsonInt32(time.getSecond()))
        .append("millisecond", new BsonInt32(time.get(ChronoField.MILLI_OF_SECOND)));
  }

  private static BsonDocument calendarDate(LocalDateTime time) {
    return new BsonDocument("year", new BsonInt32(time.getYear()))
        .append("month", new BsonInt32(time.getMonthValue()))
        .append("day", new BsonInt32(time.getDayOfMonth()));
  }

  private static BsonDocument isoDate(LocalDateTime time) {
    return new BsonDocument("isoWeekYear", new BsonInt32(time.get(IsoFields.WEEK_BASED_YEAR)))
        .append("isoWeek", new BsonInt32(time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR)))
        .append("isoDayOfWeek", new BsonInt32(time.getDayOfWeek().getValue()));
  }
}
