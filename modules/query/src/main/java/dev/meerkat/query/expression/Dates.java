package dev.meerkat.query.expression;

import dev.meerkat.spi.ServerException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import org.bson.BsonDateTime;
import org.bson.BsonObjectId;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;

/** Dates as the date operators take them. Threads: immutable. */
final class Dates {
  private Dates() {}

  static LocalDateTime utc(long millis) {
    return LocalDateTime.ofEpochSecond(
        Math.floorDiv(millis, 1000L), Math.floorMod(millis, 1000) * 1_000_000, ZoneOffset.UTC);
  }

  /** Milliseconds of a local time read as UTC; overflow fails with {@link ArithmeticException}. */
  static long millis(LocalDateTime time) {
    long seconds = time.toEpochSecond(ZoneOffset.UTC);
    return Math.addExact(Math.multiplyExact(seconds, 1000L), time.get(ChronoField.MILLI_OF_SECOND));
  }

  static boolean isDate(BsonValue value) {
    return value.isDateTime() || value.isTimestamp() || value.isObjectId();
  }

  /** Milliseconds of a date, a timestamp or an ObjectId. */
  static long millis(BsonValue value) {
    return switch (value) {
      case BsonDateTime date -> date.getValue();
      case BsonTimestamp timestamp -> (timestamp.getValue() >>> 32) * 1000;
      case BsonObjectId id -> id.getValue().getTimestamp() * 1000L;
      default -> throw notADate(value);
    };
  }

  private static ServerException notADate(BsonValue value) {
    return Values.error(
        16006, "can't convert from BSON type " + Values.typeName(value) + " to Date");
  }
}
