package dev.meerkat.geo;

import dev.meerkat.engine.index.BtreeIndexType;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.index.IndexType;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** What the specs of both types have in common. Threads: immutable. */
final class GeoSpecs {
  private static final IndexType ORDERED = new BtreeIndexType();

  private GeoSpecs() {}

  /** Checks paths and directions as those of an ordered index, and that no other type is named. */
  static void checkPattern(BsonDocument spec, String type) {
    BsonDocument plain = new BsonDocument();
    spec.getDocument("key")
        .forEach(
            (path, value) -> {
              if (value instanceof BsonString other && !other.getValue().equals(type)) {
                throw new ServerException(
                    ErrorCode.CANNOT_CREATE_INDEX,
                    "Can't use more than one index plugin for a single index: " + path);
              }
              plain.append(path, value.isString() ? new BsonInt32(1) : value);
            });
    var _ = ORDERED.validate(new BsonDocument("key", plain));
  }

  /**
   * The value of a numeric option, or null where it is not given.
   *
   * @throws ServerException 14 TypeMismatch where it is no number
   */
  static @Nullable BsonValue number(BsonDocument spec, String option) {
    BsonValue value = spec.get(option);
    if (value != null && !value.isNumber()) {
      throw new ServerException(
          ErrorCode.TYPE_MISMATCH,
          "The field '" + option + "' must be a number, but got " + value.getBsonType());
    }
    return value;
  }

  /** A number of a spec as messages show it. */
  static String text(BsonValue number) {
    return number.isDecimal128()
        ? number.asDecimal128().getValue().toString()
        : number.isDouble()
            ? String.valueOf(number.asDouble().getValue())
            : String.valueOf(number.asNumber().longValue());
  }
}
