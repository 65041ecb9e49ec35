package dev.meerkat.query.expression;

import java.time.LocalDateTime;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.List;

/**
 * A format of dates with its {@code %} specifiers, for writing and for reading. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/dateToString/#format-specifiers">Format
 *     specifiers</a>
 */
record DateFormat(String pattern) {
  private static final String SPECIFIERS = "bBdGHjLmMSuUVwYzZ%";
  private static final List<String> MONTHS =
      List.of(
          "January",
          "February",
          "March",
          "April",
          "May",
          "June",
          "July",
          "August",
          "September",
          "October",
          "November",
          "December");

  DateFormat {
    check(pattern, SPECIFIERS);
  }

  private static void check(String pattern, String specifiers) {
    int i = pattern.indexOf('%');
    while (i >= 0) {
      i++;
      if (i == pattern.length()) {
        throw Values.error(18535, "Unmatched '%' at end of format string");
      }
      if (specifiers.indexOf(pattern.charAt(i)) < 0) {
        throw Values.error(
            18536, "Invalid format character '%" + pattern.charAt(i) + "' in format string");
      }
      i = pattern.indexOf('%', i + 1);
    }
  }

  String format(long millis, Zone zone) {
    LocalDateTime time = zone.local(millis);
    StringBuilder text = new StringBuilder();
    int i = 0;
    while (i < pattern.length()) {
      char c = pattern.charAt(i++);
      if (c == '%') {
        append(text, pattern.charAt(i++), time, zone.offsetSeconds(millis));
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  private static void append(
      StringBuilder text, char specifier, LocalDateTime time, int offsetSeconds) {
    switch (specifier) {
      case 'b' -> text.append(MONTHS.get(time.getMonthValue() - 1), 0, 3);
      case 'B' -> text.append(MONTHS.get(time.getMonthValue() - 1));
      case 'd' -> digits(text, time.getDayOfMonth(), 2);
      case 'G' -> year(text, time.get(IsoFields.WEEK_BASED_YEAR));
      case 'H' -> digits(text, time.getHour(), 2);
      case 'j' -> digits(text, time.getDayOfYear(), 3);
      case 'L' -> digits(text, time.get(ChronoField.MILLI_OF_SECOND), 3);
      case 'm' -> digits(text, time.getMonthValue(), 2);
      case 'M' -> digits(text, time.getMinute(), 2);
      case 'S' -> digits(text, time.getSecond(), 2);
      case 'u' -> text.append(time.getDayOfWeek().getValue());
      case 'U' -> digits(text, DatePartExpression.weekOfYear(time), 2);
      case 'V' -> digits(text, time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR), 2);
      case 'w' -> text.append(time.getDayOfWeek().getValue() % 7 + 1);
      case 'Y' -> year(text, time.getYear());
      case 'z' -> offset(text, offsetSeconds);
      case 'Z' -> text.append(offsetSeconds / 60);
      default -> text.append(specifier);
    }
  }

  private static void year(StringBuilder text, int year) {
    if (year < 0 || year > 9999) {
      throw Values.error(
          18537, "$dateToString is only defined on year 0-9999, tried to use year " + year);
    }
    digits(text, year, 4);
  }

  private static void offset(StringBuilder text, int seconds) {
    int minutes = Math.abs(seconds) / 60;
    text.append(seconds < 0 ? '-' : '+');
    digits(text, minutes / 60, 2);
    digits(text, minutes % 60, 2);
  }

  private static void digits(StringBuilder text, int value, int width) {
    String digits = Integer.toString(value);
    for (int i = digits.length(); i < width; i++) {
      text.append('0');
    }
    text.append(digits);
  }
}
