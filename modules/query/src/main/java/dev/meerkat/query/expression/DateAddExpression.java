package dev.meerkat.query.expression;

import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.values.Numbers;
import java.time.DateTimeException;
import java.util.List;
import org.bson.BsonDateTime;
import org.bson.BsonNull;
import org.bson.BsonValue;

/**
 * A date so many units later or earlier. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/dateAdd/">$dateAdd</a>
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/dateSubtract/">$dateSubtract</a>
 */
final class DateAddExpression {
  private static final List<String> PARAMETERS = List.of("startDate", "unit", "amount", "timezone");

  private DateAddExpression() {}

  static Expression parse(String name, BsonValue spec, ParseScope scope, boolean subtract) {
    NamedArguments named =
        NamedArguments.of(name, spec, 5166400, 5166401, "startDate", "unit", "amount", "timezone");
    List<Expression> arguments =
        List.of(
            scope.expression(named.require("startDate", 5166402)),
            scope.expression(named.require("unit", 5166402)),
            scope.expression(named.require("amount", 5166402)),
            DateArguments.zone(named, scope));
    return DateArguments.judged(
        new NamedFunctionExpression(
            name, PARAMETERS, arguments, values -> apply(name, values, subtract)),
        DateArguments.Check.unit(name),
        DateArguments.Check.zone());
  }

  private static BsonValue apply(String name, BsonValue[] values, boolean subtract) {
    if (values[0].isNull() || values[1].isNull()) {
      return BsonNull.VALUE;
    }
    TimeUnit unit = TimeUnit.of(values[1], name);
    if (values[2].isNull() || values[3].isNull()) {
      return BsonNull.VALUE;
    }
    Zone zone = Zone.of(values[3]);
    if (!Dates.isDate(values[0])) {
      throw Values.error(5166403, name + " requires startDate to be convertible to a date");
    }
    if (!values[2].isNumber() || !Numbers.isIntegral(values[2])) {
      throw Values.error(5166405, name + " expects integer amount of time units");
    }
    long amount = Numbers.exactLong(values[2]);
    if (subtract && amount == Long.MIN_VALUE) {
      throw Values.error(6045000, "invalid $dateSubtract 'amount' parameter value: " + amount);
    }
    try {
      return new BsonDateTime(
          add(Dates.millis(values[0]), unit, subtract ? -amount : amount, zone));
    } catch (ArithmeticException | DateTimeException e) {
      throw Values.error(5166406, name + " overflowed");
    }
  }

  static long add(long millis, TimeUnit unit, long amount, Zone zone) {
    if (unit.months() > 0) {
      checkSize(amount, 12L * 300_000_000 / unit.months());
      long months = Math.multiplyExact(amount, (long) unit.months());
      return zone.millis(zone.local(millis).plusMonths(months));
    }
    if (unit == TimeUnit.WEEK || unit == TimeUnit.DAY) {
      checkSize(amount, Long.MAX_VALUE / unit.millis());
      long days = Math.multiplyExact(amount, unit.millis() / TimeUnit.DAY.millis());
      return zone.millis(zone.local(millis).plusDays(days));
    }
    checkSize(amount, Long.MAX_VALUE / unit.millis());
    return Math.addExact(millis, Math.multiplyExact(amount, unit.millis()));
  }

  private static void checkSize(long amount, long most) {
    if (amount > most || amount < -most) {
      throw Values.error(5976500, "invalid dateAdd 'amount' parameter value: " + amount);
    }
  }
}
