package dev.meerkat.query.expression;

import java.time.LocalDateTime;
import java.time.temporal.ChronoField;
import org.bson.BsonTimestamp;

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

  /** A timestamp as month, day and time in UTC, and its increment: {@code Jan 1 00:00:01:1}. */
  static String timestamp(BsonTimestamp timestamp) {
    LocalDateTime time = Dates.utc((timestamp.getValue() >>> 32) * 1000);
    return new DateFormat("%b").format((timestamp.getValue() >>> 32) * 1000, Zone.UTC)
        + " %2d %02d:%02d:%02d:%d"
            .formatted(
                time.getDayOfMonth(),
                time.getHour(),
                time.getMinute(),
                time.getSecond(),
                timestamp.getValue() & 0xFFFF_FFFFL);
  }
}
