package dev.meerkat.query.expression;

import java.time.LocalDateTime;
import java.time.temporal.ChronoField;

/** Dates as MongoDB writes them in strings. Threads: immutable. */
final class DateText {
  private DateText() {}

  /** ISO 8601 in UTC with milliseconds: {@code 2026-01-02T03:04:05.678Z}. */
  static String iso(long millis) {
    LocalDateTime time = Dates.utc(millis);
    int year = time.getYear();
    if (year < 0 || year > 9999) {
      throw Values.error(
          18537,
          "Could not convert date to string: date component was outside the supported range of"
              + " 0-9999: "
              + year);
    }
    return "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ"
        .formatted(
            year,
            time.getMonthValue(),
            time.getDayOfMonth(),
            time.getHour(),
            time.getMinute(),
            time.getSecond(),
            time.get(ChronoField.MILLI_OF_SECOND));
  }
}
