package dev.meerkat.query.expression;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import org.bson.BsonString;
import org.bson.BsonValue;

/** A unit of time, as {@code $dateAdd} and its siblings name it. Threads: immutable. */
enum TimeUnit {
  YEAR,
  QUARTER,
  MONTH,
  WEEK,
  DAY,
  HOUR,
  MINUTE,
  SECOND,
  MILLISECOND;

  static TimeUnit of(BsonValue value, String operator) {
    if (!(value instanceof BsonString text)) {
      throw Values.error(
          5439013, operator + " requires 'unit' to be a string, but got " + Values.typeName(value));
    }
    return switch (text.getValue()) {
      case "year" -> YEAR;
      case "quarter" -> QUARTER;
      case "month" -> MONTH;
      case "week" -> WEEK;
      case "day" -> DAY;
      case "hour" -> HOUR;
      case "minute" -> MINUTE;
      case "second" -> SECOND;
      case "millisecond" -> MILLISECOND;
      default ->
          throw new ServerException(
              ErrorCode.FAILED_TO_PARSE,
              operator
                  + " parameter 'unit' value cannot be recognized as a time unit: "
                  + text.getValue());
    };
  }

  /** Months in a unit of a month or more, else 0. */
  int months() {
    return switch (this) {
      case YEAR -> 12;
      case QUARTER -> 3;
      case MONTH -> 1;
      default -> 0;
    };
  }

  /** Milliseconds in a unit of a week or less. */
  long millis() {
    return switch (this) {
      case WEEK -> 604_800_000L;
      case DAY -> 86_400_000L;
      case HOUR -> 3_600_000L;
      case MINUTE -> 60_000L;
      case SECOND -> 1_000L;
      case MILLISECOND -> 1L;
      default -> throw new IllegalStateException("no fixed length: " + this);
    };
  }
}
