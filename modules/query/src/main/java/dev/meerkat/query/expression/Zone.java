package dev.meerkat.query.expression;

import dev.meerkat.spi.ServerException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Map;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A time zone: a region with its rules, or a fixed offset up to 99:59. Threads: immutable.
 *
 * @param rules the region's rules, or null for a fixed offset
 * @param offsetSeconds the fixed offset
 */
record Zone(@Nullable ZoneRules rules, int offsetSeconds) {
  static final Zone UTC = new Zone(null, 0);

  /** Olson's names that the JDK leaves out, in hours. */
  private static final Map<String, Integer> FIXED = Map.of("EST", -5, "MST", -7, "HST", -10);

  /** Reads an Olson name, {@code UTC}, {@code GMT} or an offset such as {@code +05:30}. */
  static Zone of(String id) {
    if (!id.isEmpty() && (id.charAt(0) == '+' || id.charAt(0) == '-')) {
      return offset(id);
    }
    if (id.equals("UTC") || id.equals("GMT") || id.equals("Z")) {
      return UTC;
    }
    Integer hours = FIXED.get(id);
    if (hours != null) {
      return new Zone(null, hours * 3600);
    }
    if (!ZoneId.getAvailableZoneIds().contains(id)) {
      throw unknown(id);
    }
    return new Zone(ZoneId.of(id).getRules(), 0);
  }

  /** Reads an operator's {@code timezone}; the caller has dealt with null. */
  static Zone of(BsonValue value) {
    if (!(value instanceof BsonString text)) {
      throw Values.error(
          40517, "timezone must evaluate to a string, found " + Values.typeName(value));
    }
    return of(text.getValue());
  }

  private static Zone offset(String id) {
    String digits = id.substring(1);
    if (digits.length() == 5 && digits.charAt(2) == ':') {
      digits = digits.substring(0, 2) + digits.substring(3);
    }
    if (digits.length() != 2 && digits.length() != 4) {
      throw unknown(id);
    }
    for (int i = 0; i < digits.length(); i++) {
      if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
        throw unknown(id);
      }
    }
    int number = Integer.parseInt(digits);
    int minutes = digits.length() == 2 ? number * 60 : number / 100 * 60 + number % 100;
    return new Zone(null, (id.charAt(0) == '-' ? -minutes : minutes) * 60);
  }

  private static ServerException unknown(String id) {
    return Values.error(40485, "unrecognized time zone identifier: \"" + id + "\"");
  }

  boolean isUtc() {
    return rules == null && offsetSeconds == 0;
  }

  /** Seconds to add to UTC at an instant. */
  int offsetSeconds(long millis) {
    return rules == null
        ? offsetSeconds
        : rules.getOffset(Instant.ofEpochMilli(millis)).getTotalSeconds();
  }

  LocalDateTime local(long millis) {
    return Dates.utc(millis).plusSeconds(offsetSeconds(millis));
  }

  /** The instant of a local time; of two the earlier one, and in a gap the time after it. */
  long millis(LocalDateTime local) {
    if (rules == null) {
      return Dates.millis(local.minusSeconds(offsetSeconds));
    }
    // ZonedDateTime.ofLocal resolves gaps and overlaps in just this way.
    ZoneOffset offset = rules.getOffset(local);
    ZoneOffsetTransition transition = rules.getTransition(local);
    if (transition != null && transition.isGap()) {
      offset = transition.getOffsetBefore();
    }
    return Dates.millis(local.minusSeconds(offset.getTotalSeconds()));
  }
}
