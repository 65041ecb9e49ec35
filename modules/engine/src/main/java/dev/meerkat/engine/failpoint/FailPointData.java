package dev.meerkat.engine.failpoint;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNumber;
import org.bson.BsonString;
import org.bson.BsonValue;

/** Reads the free-form documents that fail points are configured with. Threads: immutable. */
final class FailPointData {
  private FailPointData() {}

  /**
   * An integral number.
   *
   * @throws ServerException 14 where it is none, 2 where it has a fraction
   */
  static long integer(BsonDocument data, String field, long absent) {
    return switch (data.get(field)) {
      case null -> absent;
      case BsonInt32 number -> number.longValue();
      case BsonInt64 number -> number.longValue();
      case BsonNumber number when number.doubleValue() == number.longValue() -> number.longValue();
      case BsonNumber number ->
          throw new ServerException(
              ErrorCode.BAD_VALUE,
              "Expected field \"%s\" to have a value exactly representable as a 64-bit integer, but found %s"
                  .formatted(field, number));
      case BsonValue other ->
          throw new ServerException(
              ErrorCode.TYPE_MISMATCH,
              "Expected field \"%s\" to have numeric type, but found %s"
                  .formatted(field, other.getBsonType()));
    };
  }

  /** Whether a field is true; what is no boolean is not. */
  static boolean isTrue(BsonDocument data, String field) {
    return data.get(field) instanceof BsonBoolean value && value.getValue();
  }

  /** A text, or empty. */
  static String text(BsonDocument data, String field) {
    return data.get(field) instanceof BsonString text ? text.getValue() : "";
  }
}
