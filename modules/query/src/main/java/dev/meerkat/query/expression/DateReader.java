package dev.meerkat.query.expression;

/** Reads dates by a format with {@code %} specifiers. Threads: immutable. */
final class DateReader {
  private static final String SPECIFIERS = "bBdGHjLmMSuUVYzZ%";

  private final String pattern;

  DateReader(String pattern) {
    int i = pattern.indexOf('%');
    while (i >= 0) {
      i++;
      if (i == pattern.length()) {
        throw Values.error(18535, "Unmatched '%' at end of format string");
      }
      if (SPECIFIERS.indexOf(pattern.charAt(i)) < 0) {
        throw Values.error(
            18536, "Invalid format character '%" + pattern.charAt(i) + "' in format string");
      }
      i = pattern.indexOf('%', i + 1);
    }
    this.pattern = pattern;
  }

  long parse(String text, Zone zone) {
    Reading reading = new Reading(text);
    int i = 0;
    while (i < pattern.length()) {
      char c = pattern.charAt(i++);
      if (c == '%') {
        reading.specifier(pattern.charAt(i++));
      } else {
        reading.literal(c);
      }
    }
    return reading.result(zone);
  }

  /** One run. Threads: confined to one operation. */
  private static final class Reading {
    private final String text;
    private final DateFields fields = new DateFields();
    private int position;

    Reading(String text) {
      this.text = text;
    }

    void literal(char c) {
      if (position >= text.length() || text.charAt(position) != c) {
        throw DateParser.failure(text);
      }
      position++;
    }

    void specifier(char specifier) {
      switch (specifier) {
        case 'Y' -> fields.year = number(4, 4);
        case 'm' -> fields.month = number(1, 2);
        case 'd' -> fields.day = number(1, 2);
        case 'H' -> fields.hour = number(1, 2);
        case 'M' -> fields.minute = number(1, 2);
        case 'S' -> fields.second = number(1, 2);
        case 'L' -> fields.millisecond = number(1, 3);
        // MongoDB counts the days of a year from 0 here.
        case 'j' -> fields.dayOfYear = number(3, 3) + 1;
        case 'G' -> fields.isoYear = number(4, 4);
        case 'V' -> fields.isoWeek = number(1, 2);
        case 'u' -> fields.isoDay = number(1, 1);
        case 'U' -> number(1, 2);
        case 'b' -> fields.month = month(true);
        case 'B' -> fields.month = month(false);
        case 'z' -> fields.offsetMinutes = offset();
        case 'Z' -> fields.offsetMinutes = minutes();
        default -> literal('%');
      }
    }

    private int number(int least, int most) {
      int start = position;
      int value = 0;
      while (position < text.length()
          && position - start < most
          && Character.digit(text.charAt(position), 10) >= 0
          && text.charAt(position) < 128) {
        value = value * 10 + text.charAt(position) - '0';
        position++;
      }
      if (position - start < least) {
        throw DateParser.failure(text);
      }
      return value;
    }

    private int month(boolean brief) {
      int end = position;
      while (end < text.length() && Character.isLetter(text.charAt(end))) {
        end++;
      }
      if (brief) {
        end = Math.min(end, position + 3);
      }
      int month = DateParser.month(text.substring(position, end));
      if (month == 0) {
        throw DateParser.failure(text);
      }
      position = end;
      return month;
    }

    private int offset() {
      int end = position;
      if (end < text.length() && (text.charAt(end) == 'Z' || text.charAt(end) == 'z')) {
        position++;
        return 0;
      }
      while (end < text.length() && "+-:0123456789".indexOf(text.charAt(end)) >= 0) {
        end++;
      }
      String id = text.substring(position, end);
      position = end;
      return DateParser.offsetMinutes(id, text);
    }

    private int minutes() {
      boolean negative = position < text.length() && text.charAt(position) == '-';
      if (negative || (position < text.length() && text.charAt(position) == '+')) {
        position++;
      }
      int minutes = number(1, 4);
      return negative ? -minutes : minutes;
    }

    long result(Zone zone) {
      if (position != text.length()) {
        throw DateParser.failure(text);
      }
      return fields.millis(zone, text);
    }
  }
}
