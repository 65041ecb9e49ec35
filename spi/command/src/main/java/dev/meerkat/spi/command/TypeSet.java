package dev.meerkat.spi.command;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.TypeNames;
import java.util.ArrayList;
import java.util.List;

/** A set of BSON types as bits, and the types' names in messages. Threads: immutable. */
final class TypeSet {
  static final long ALL = -1L;

  private static final byte[] ORDER = {
    BsonBytes.MIN_KEY,
    BsonBytes.DOUBLE,
    BsonBytes.STRING,
    BsonBytes.DOCUMENT,
    BsonBytes.ARRAY,
    BsonBytes.BINARY,
    BsonBytes.UNDEFINED,
    BsonBytes.OBJECT_ID,
    BsonBytes.BOOLEAN,
    BsonBytes.DATE_TIME,
    BsonBytes.NULL,
    BsonBytes.REGEX,
    BsonBytes.DB_POINTER,
    BsonBytes.CODE,
    BsonBytes.SYMBOL,
    BsonBytes.CODE_WITH_SCOPE,
    BsonBytes.INT32,
    BsonBytes.TIMESTAMP,
    BsonBytes.INT64,
    BsonBytes.DECIMAL128,
    BsonBytes.MAX_KEY
  };

  private TypeSet() {}

  static long of(byte... types) {
    long set = 0;
    for (byte type : types) {
      set |= bit(type);
    }
    return set;
  }

  static boolean contains(long set, byte type) {
    return (set & bit(type)) != 0;
  }

  static boolean isNumber(byte type) {
    return type == BsonBytes.INT32
        || type == BsonBytes.INT64
        || type == BsonBytes.DOUBLE
        || type == BsonBytes.DECIMAL128;
  }

  /** As MongoDB's messages list what they expected. */
  static String expected(long set) {
    List<String> names = new ArrayList<>();
    for (byte type : ORDER) {
      if (contains(set, type)) {
        names.add(TypeNames.of(type));
      }
    }
    return names.size() == 1
        ? "expected type '" + names.getFirst() + "'"
        : "expected types '[" + String.join(", ", names) + "]'";
  }

  private static long bit(byte type) {
    return type == BsonBytes.MIN_KEY ? 1L << 62 : 1L << (type & 63);
  }
}
