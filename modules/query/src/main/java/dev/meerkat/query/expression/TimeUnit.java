package dev.meerkat.query.expression;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import java.time.DateTimeException;
import java.util.Locale;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** A unit of time, as {@code $dateAdd} and its siblings name it. Threads: immutable. */
public enum TimeUnit {
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
    TimeUnit unit = find(text.getValue());
    if (unit == null) {
      throw new ServerException(
          ErrorCode.FAILED_TO_PARSE,
          operator
              + " parameter 'unit' value cannot be recognized as a time unit: "
              + text.getValue());
    }
    return unit;
  }

  /**
   * The unit of a name.
   *
   * @throws ServerException 9 for any other text
   */
  public static TimeUnit named(String name) {
    TimeUnit unit = find(name);
    if (unit == null) {
      throw new ServerException(ErrorCode.FAILED_TO_PARSE, "unknown time unit value: " + name);
    }
    return unit;
  }

  private static @Nullable TimeUnit find(String name) {
    return switch (name) {
      case "year" -> YEAR;
      case "quarter" -> QUARTER;
      case "month" -> MONTH;
      case "week" -> WEEK;
      case "day" -> DAY;
      case "hour" -> HOUR;
      case "minute" -> MINUTE;
      case "second" -> SECOND;
      case "millisecond" -> MILLISECOND;
      default -> null;
    };
  }

  /** The name as it is written. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether all units of this name are equally long. */
  public boolean isFixed() {
    return months() == 0;
  }

  /**
   * An instant so many units later, in UTC.
   *
   * @throws ServerException 5166406 where there is no such date
   */
  public long addTo(long instant, long amount) {
    try {
      return DateAddExpression.add(instant, this, amount, Zone.UTC);
    } catch (ArithmeticException | DateTimeException e) {
      throw Values.error(5166406, "$dateAdd overflowed");
    }
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
  public long millis() {
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
