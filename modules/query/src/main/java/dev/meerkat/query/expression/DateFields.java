package dev.meerkat.query.expression;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;

/** The fields of a date that is being read. Threads: confined to one operation. */
final class DateFields {
  static final int ABSENT = Integer.MIN_VALUE;

  int year = ABSENT;
  int month = ABSENT;
  int day = ABSENT;
  int dayOfYear = ABSENT;
  int isoYear = ABSENT;
  int isoWeek = ABSENT;
  int isoDay = ABSENT;
  int hour = ABSENT;
  int minute = ABSENT;
  int second = ABSENT;
  int millisecond = ABSENT;
  int offsetMinutes = ABSENT;

  /** The instant; a zone that the text does not name is {@code zone}. */
  long millis(Zone zone, String text) {
    if (offsetMinutes != ABSENT && !zone.isUtc()) {
      throw Conversion.failure(
          "you cannot pass in a date/time string with time zone information ('"
              + text
              + "') together with a timezone argument");
    }
    LocalDate date = date(text);
    checkRange(hour, 24, text);
    checkRange(minute, 59, text);
    checkRange(second, 60, text);
    LocalDateTime time =
        date.atStartOfDay()
            .plusHours(or(hour, 0))
            .plusMinutes(or(minute, 0))
            .plusSeconds(or(second, 0))
            .plusNanos(or(millisecond, 0) * 1_000_000L);
    Zone own = offsetMinutes == ABSENT ? zone : new Zone(null, offsetMinutes * 60);
    return own.millis(time);
  }

  private LocalDate date(String text) {
    if (isoYear != ABSENT || isoWeek != ABSENT || isoDay != ABSENT) {
      if (isoYear == ABSENT || year != ABSENT || month != ABSENT || day != ABSENT) {
        throw DateParser.failure(text);
      }
      return LocalDate.of(isoYear, 1, 4)
          .with(DayOfWeek.MONDAY)
          .plusWeeks(or(isoWeek, 1) - 1L)
          .plusDays(or(isoDay, 1) - 1L);
    }
    if (year == ABSENT) {
      throw Conversion.failure(
          "an incomplete date/time string has been found, with elements missing: \"" + text + "\"");
    }
    if (dayOfYear != ABSENT) {
      return LocalDate.of(year, 1, 1).plusDays(dayOfYear - 1L);
    }
    if (month == ABSENT || day == ABSENT) {
      throw Conversion.failure(
          "an incomplete date/time string has been found, with elements missing: \"" + text + "\"");
    }
    try {
      return LocalDate.of(year, month, day);
    } catch (DateTimeException e) {
      throw DateParser.failure(text);
    }
  }

  private static void checkRange(int value, int most, String text) {
    if (value != ABSENT && value > most) {
      throw DateParser.failure(text);
    }
  }

  private static int or(int value, int otherwise) {
    return value == ABSENT ? otherwise : value;
  }
}
