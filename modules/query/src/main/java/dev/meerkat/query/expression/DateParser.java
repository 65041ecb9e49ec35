package dev.meerkat.query.expression;

import dev.meerkat.spi.ServerException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads dates of the usual forms without a format: ISO 8601 in its variants, months by name,
 * slashes and dots, times with fractions, zones by offset or name. Threads: immutable.
 */
final class DateParser {
  private static final List<String> MONTHS =
      List.of(
          "january",
          "february",
          "march",
          "april",
          "may",
          "june",
          "july",
          "august",
          "september",
          "october",
          "november",
          "december");
  private static final Pattern ISO =
      Pattern.compile("([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[Tt ]+(.*))?", Pattern.DOTALL);
  private static final Pattern COMPACT =
      Pattern.compile("([0-9]{4})([0-9]{2})([0-9]{2})(?:[Tt ]?([0-9].*))?", Pattern.DOTALL);
  private static final Pattern YEAR_MONTH = Pattern.compile("([0-9]{4})-([0-9]{2})");
  private static final Pattern ORDINAL = Pattern.compile("([0-9]{4})-?([0-9]{3})");
  private static final Pattern WEEK = Pattern.compile("([0-9]{4})-?W([0-9]{2})(?:-?([0-7]))?");
  private static final Pattern AMERICAN =
      Pattern.compile("([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})(?:[Tt ]+(.*))?", Pattern.DOTALL);
  private static final Pattern SLASHES =
      Pattern.compile("([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})(?:[Tt ]+(.*))?", Pattern.DOTALL);
  private static final Pattern EUROPEAN =
      Pattern.compile(
          "([0-9]{1,2})[.\\-]([0-9]{1,2})[.\\-]([0-9]{4})(?:[Tt ]+(.*))?", Pattern.DOTALL);
  private static final Pattern MONTH_FIRST =
      Pattern.compile(
          "(?:[A-Za-z]+,? +)?([A-Za-z]{3,9})[ .\\-]+([0-9]{1,2})(?:st|nd|rd|th)?["
              + " ,\\-]+([0-9]{4})(?:[Tt, ]+(.*))?",
          Pattern.DOTALL);
  private static final Pattern DAY_FIRST =
      Pattern.compile(
          "(?:[A-Za-z]+,? +)?([0-9]{1,2})(?:st|nd|rd|th)?[ .\\-]+([A-Za-z]{3,9})["
              + " .,\\-]+([0-9]{4})(?:[Tt, ]+(.*))?",
          Pattern.DOTALL);
  private static final Pattern TIME =
      Pattern.compile(
          "[Tt]?([0-9]{1,2})(?::?([0-9]{2})(?::?([0-9]{2})(?:[.,:]([0-9]+))?)?)?"
              + " ?([AaPp]\\.?[Mm]\\.?)? *(.*)",
          Pattern.DOTALL);
  private static final List<Form> FORMS =
      List.of(
          new Form(ISO, 1, 2, 3),
          new Form(COMPACT, 1, 2, 3),
          new Form(SLASHES, 1, 2, 3),
          new Form(AMERICAN, 3, 1, 2),
          new Form(EUROPEAN, 3, 2, 1),
          new Form(MONTH_FIRST, 3, 1, 2),
          new Form(DAY_FIRST, 3, 2, 1),
          new Form(YEAR_MONTH, 1, 2, 0));

  /** As C's {@code ctime} and the command {@code date} write it: the year comes last. */
  private static final Pattern YEAR_LAST =
      Pattern.compile(
          "(?:[A-Za-z]+,? +)?([A-Za-z]{3,9}) +([0-9]{1,2}) +([0-9]{1,2}:[0-9:.]+)"
              + "( +[+-][0-9:]+| +[A-Za-z/_]+)? +([0-9]{4})");

  private static final Pattern EPOCH = Pattern.compile("@(-?[0-9]{1,18})");

  private DateParser() {}

  /**
   * @param zone the zone where the text names none
   */
  static long parse(String text, Zone zone) {
    String trimmed = text.strip();
    Matcher epoch = EPOCH.matcher(trimmed);
    if (epoch.matches()) {
      return Math.multiplyExact(Long.parseLong(epoch.group(1)), 1000L);
    }
    DateFields fields = new DateFields();
    String time = date(trimmed, fields);
    if (time != null && !time.isEmpty()) {
      time(time, fields, text);
    }
    try {
      return fields.millis(zone, text);
    } catch (DateTimeException | ArithmeticException e) {
      throw failure(text);
    }
  }

  /** Reads the date and answers what follows it, or null. */
  private static @Nullable String date(String text, DateFields fields) {
    Matcher yearLast = YEAR_LAST.matcher(text);
    if (yearLast.matches() && month(yearLast.group(1)) > 0) {
      fields.year = Integer.parseInt(yearLast.group(5));
      fields.month = month(yearLast.group(1));
      fields.day = Integer.parseInt(yearLast.group(2));
      String zone = yearLast.group(4);
      return zone == null ? yearLast.group(3) : yearLast.group(3) + zone;
    }
    for (Form form : FORMS) {
      Matcher matcher = form.pattern.matcher(text);
      if (matcher.matches()) {
        return form.read(matcher, fields, text);
      }
    }
    Matcher week = WEEK.matcher(text);
    if (week.matches()) {
      fields.isoYear = Integer.parseInt(week.group(1));
      fields.isoWeek = Integer.parseInt(week.group(2));
      fields.isoDay = week.group(3) == null ? 1 : Integer.parseInt(week.group(3));
      return null;
    }
    Matcher ordinal = ORDINAL.matcher(text);
    if (ordinal.matches()) {
      fields.year = Integer.parseInt(ordinal.group(1));
      fields.dayOfYear = Integer.parseInt(ordinal.group(2));
      return null;
    }
    throw failure(text);
  }

  /** A form of dates: which groups are the year, the month and the day; the time is the fourth. */
  private record Form(Pattern pattern, int year, int month, int day) {
    @Nullable String read(Matcher matcher, DateFields fields, String text) {
      fields.year = Integer.parseInt(matcher.group(year));
      String name = matcher.group(month);
      fields.month =
          Character.isLetter(name.charAt(0)) ? DateParser.month(name) : Integer.parseInt(name);
      if (fields.month == 0) {
        throw failure(text);
      }
      fields.day = day == 0 ? 1 : Integer.parseInt(matcher.group(day));
      return day == 0 ? null : matcher.group(4);
    }
  }

  private static void time(String time, DateFields fields, String text) {
    Matcher matcher = TIME.matcher(time);
    if (!matcher.matches()) {
      throw failure(text);
    }
    fields.hour = Integer.parseInt(matcher.group(1));
    fields.minute = matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2));
    fields.second = matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3));
    if (matcher.group(4) != null) {
      String fraction = (matcher.group(4) + "00").substring(0, 3);
      fields.millisecond = Integer.parseInt(fraction);
    }
    if (matcher.group(5) != null) {
      boolean afternoon = Character.toLowerCase(matcher.group(5).charAt(0)) == 'p';
      fields.hour = fields.hour % 12 + (afternoon ? 12 : 0);
    } else if (matcher.group(2) == null) {
      throw failure(text);
    }
    String zone = matcher.group(6).strip();
    if (!zone.isEmpty()) {
      fields.offsetMinutes = offset(zone, fields, text);
    }
  }

  private static int offset(String zone, DateFields fields, String text) {
    String upper = zone.toUpperCase(Locale.ROOT);
    if (upper.equals("Z") || upper.equals("UTC") || upper.equals("GMT")) {
      return 0;
    }
    if (upper.startsWith("GMT") || upper.startsWith("UTC")) {
      return offsetMinutes(zone.substring(3), text);
    }
    if (zone.charAt(0) == '+' || zone.charAt(0) == '-') {
      return offsetMinutes(zone, text);
    }
    return switch (upper) {
      case "EST" -> -300;
      case "EDT" -> -240;
      case "CST" -> -360;
      case "CDT" -> -300;
      case "MST" -> -420;
      case "MDT" -> -360;
      case "PST" -> -480;
      case "PDT" -> -420;
      case "CET" -> 60;
      case "CEST" -> 120;
      case "BST" -> 60;
      default -> named(zone, fields, text);
    };
  }

  private static int named(String zone, DateFields fields, String text) {
    if (!ZoneId.getAvailableZoneIds().contains(zone)) {
      throw failure(text);
    }
    LocalDateTime time =
        LocalDate.of(fields.year, fields.month, fields.day).atTime(fields.hour, fields.minute);
    return ZoneId.of(zone).getRules().getOffset(time).getTotalSeconds() / 60;
  }

  /** Reads {@code +05}, {@code +0530} or {@code +05:30}. */
  static int offsetMinutes(String id, String text) {
    String digits = id.length() > 1 ? id.substring(1).replace(":", "") : "";
    boolean wellFormed =
        (digits.length() == 1 || digits.length() == 2 || digits.length() == 4)
            && (id.charAt(0) == '+' || id.charAt(0) == '-');
    for (int i = 0; wellFormed && i < digits.length(); i++) {
      wellFormed = digits.charAt(i) >= '0' && digits.charAt(i) <= '9';
    }
    if (!wellFormed) {
      throw failure(text);
    }
    int number = Integer.parseInt(digits);
    int minutes = digits.length() <= 2 ? number * 60 : number / 100 * 60 + number % 100;
    return id.charAt(0) == '-' ? -minutes : minutes;
  }

  /** The number of a month that is named in full or by three letters, else 0. */
  static int month(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    for (int i = 0; i < MONTHS.size(); i++) {
      boolean brief = lower.length() == 3 && MONTHS.get(i).startsWith(lower);
      if (brief || MONTHS.get(i).equals(lower)) {
        return i + 1;
      }
    }
    return lower.equals("sept") ? 9 : 0;
  }

  static ServerException failure(String text) {
    return Conversion.failure("Error parsing date string '" + text + "'");
  }
}
