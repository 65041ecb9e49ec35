package dev.meerkat.query.expression;

import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import java.time.LocalDateTime;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonValue;

/**
 * A part of a date in a time zone: {@code $year}, {@code $hour}, {@code $isoWeek} and their
 * siblings. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/year/">$year</a>
 */
enum DatePartExpression {
  DAY_OF_MONTH("$dayOfMonth") {
    @Override
    BsonValue part(LocalDateTime time) {
      return new BsonInt32(time.getDayOfMonth());
    }
  },
  DAY_OF_WEEK("$dayOfWeek") {
    @Override
    BsonValue part(LocalDateTime time) {
      return new BsonInt32(time.getDayOfWeek().getValue() % 7 + 1);
    }
  },
  DAY_OF_YEAR("$dayOfYear") {
    @Override
    BsonValue part(LocalDateTime time) {
      return new BsonInt32(time.getDayOfYear());
    }
  },
  HOUR("$hour") {
    @Override
    BsonValue part(LocalDateTime time) {
      return new BsonInt32(time.getHour());
    }
  },
  ISO_DAY_OF_WEEK("$isoDayOfWeek") {
    @Override
    BsonValue part(LocalDateTime time) {
      return new BsonInt32(time.getDayOfWeek().getValue());
    }
  },
  ISO_WEEK("$isoWeek") {
    @Override
    BsonValue part(LocalDateTime time) {
      return new BsonInt32(time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
    }
  },
  ISO_WEEK_YEAR("$isoWeekYear") {
    @Override
    BsonValue part(LocalDateTime time) {
      return new BsonInt64(time.get(IsoFields.WEEK_BASED_YEAR));
    }
  },
  MILLISECOND("$millisecond") {
    @Override
    BsonValue part(LocalDateTime time) {
      return new BsonInt32(time.get(ChronoField.MILLI_OF_SECOND));
    }
  },
  MINUTE("$minute") {
    @Override
    BsonValue part(LocalDateTime time) {
      return new BsonInt32(time.getMinute());
    }
  },
  MONTH("$month") {
    @Override
    BsonValue part(LocalDateTime time) {
      return new BsonInt32(time.getMonthValue());
    }
  },
  SECOND("$second") {
    @Override
    BsonValue part(LocalDateTime time) {
      return new BsonInt32(time.getSecond());
    }
  },
  WEEK("$week") {
    @Override
    BsonValue part(LocalDateTime time) {
      return new BsonInt32(weekOfYear(time));
    }
  },
  YEAR("$year") {
    @Override
    BsonValue part(LocalDateTime time) {
      return new BsonInt32(time.getYear());
    }
  };

  private final String wireName;

  DatePartExpression(String wireName) {
    this.wireName = wireName;
  }

  abstract BsonValue part(LocalDateTime time);

  /** Weeks begin on Sundays; the days before the first one are week 0. */
  static int weekOfYear(LocalDateTime time) {
    int dayOfWeek = time.getDayOfWeek().getValue() % 7;
    return (time.getDayOfYear() + 6 - dayOfWeek) / 7;
  }

  Expression parse(BsonValue spec, ParseScope scope) {
    if (spec instanceof BsonDocument fields && !isOperator(fields)) {
      NamedArguments named = NamedArguments.of(wireName, fields, 40535, "date", "timezone");
      Expression date = scope.expression(named.require("date", 40539));
      return DateArguments.judged(
          new NamedFunctionExpression(
              wireName,
              List.of("date", "timezone"),
              List.of(date, DateArguments.zone(named, scope)),
              this::apply),
          DateArguments.Check.zone());
    }
    if (spec instanceof BsonArray array && array.size() != 1) {
      throw Values.error(
          40536,
          wireName
              + " accepts exactly one argument if given an array, but was given "
              + array.size());
    }
    return FunctionExpression.variadic(
        wireName, spec, scope, values -> apply(new BsonValue[] {values[0], DateArguments.UTC}));
  }

  private static boolean isOperator(BsonDocument document) {
    return !document.isEmpty() && document.getFirstKey().startsWith("$");
  }

  private BsonValue apply(BsonValue[] values) {
    if (values[0].isNull()) {
      return BsonNull.VALUE;
    }
    long millis = Dates.millis(values[0]);
    return values[1].isNull() ? BsonNull.VALUE : part(Zone.of(values[1]).local(millis));
  }
}
