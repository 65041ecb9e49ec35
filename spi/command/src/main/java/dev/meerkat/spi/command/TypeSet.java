package dev.meerkat.spi.command;

import dev.meerkat.spi.BsonBytes;
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

  static String name(byte type) {
    return switch (type) {
      case BsonBytes.MIN_KEY -> "minKey";
      case BsonBytes.DOUBLE -> "double";
      case BsonBytes.STRING -> "string";
      case BsonBytes.DOCUMENT -> "object";
      case BsonBytes.ARRAY -> "array";
      case BsonBytes.BINARY -> "binData";
      case BsonBytes.UNDEFINED -> "undefined";
      case BsonBytes.OBJECT_ID -> "objectId";
      case BsonBytes.BOOLEAN -> "bool";
      case BsonBytes.DATE_TIME -> "date";
      case BsonBytes.NULL -> "null";
      case BsonBytes.REGEX -> "regex";
      case BsonBytes.DB_POINTER -> "dbPointer";
      case BsonBytes.CODE -> "javascript";
      case BsonBytes.SYMBOL -> "symbol";
      case BsonBytes.CODE_WITH_SCOPE -> "javascriptWithScope";
      case BsonBytes.INT32 -> "int";
      case BsonBytes.TIMESTAMP -> "timestamp";
      case BsonBytes.INT64 -> "long";
      case BsonBytes.DECIMAL128 -> "decimal";
      case BsonBytes.MAX_KEY -> "maxKey";
      default -> "missing";
    };
  }

  /** As MongoDB's messages list what they expected. */
  static String expected(long set) {
    List<String> names = new ArrayList<>();
    for (byte type : ORDER) {
      if (contains(set, type)) {
        names.add(name(type));
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
