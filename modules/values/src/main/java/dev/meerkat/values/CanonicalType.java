package dev.meerkat.values;

import dev.meerkat.spi.BsonBytes;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The classes of types that MongoDB's order knows: values of different classes are ordered by
 * class, those of one class by value. The numbers are mongod's own. Threads: immutable.
 */
public final class CanonicalType {
  public static final int MIN_KEY = -1;

  /** Undefined, and missing. */
  public static final int UNDEFINED = 0;

  public static final int NULL = 5;
  public static final int NUMBER = 10;

  /** Strings and symbols. */
  public static final int STRING = 15;

  public static final int DOCUMENT = 20;
  public static final int ARRAY = 25;
  public static final int BINARY = 30;
  public static final int OBJECT_ID = 35;
  public static final int BOOLEAN = 40;
  public static final int DATE_TIME = 45;
  public static final int TIMESTAMP = 47;
  public static final int REGEX = 50;
  public static final int DB_POINTER = 55;
  public static final int CODE = 60;
  public static final int CODE_WITH_SCOPE = 65;
  public static final int MAX_KEY = 127;

  private CanonicalType() {}

  /** The class of a BSON type; {@link BsonBytes#END} is missing. */
  public static int of(byte type) {
    return switch (type) {
      case BsonBytes.MIN_KEY -> MIN_KEY;
      case BsonBytes.END, BsonBytes.UNDEFINED -> UNDEFINED;
      case BsonBytes.NULL -> NULL;
      case BsonBytes.DOUBLE, BsonBytes.INT32, BsonBytes.INT64, BsonBytes.DECIMAL128 -> NUMBER;
      case BsonBytes.STRING, BsonBytes.SYMBOL -> STRING;
      case BsonBytes.DOCUMENT -> DOCUMENT;
      case BsonBytes.ARRAY -> ARRAY;
      case BsonBytes.BINARY -> BINARY;
      case BsonBytes.OBJECT_ID -> OBJECT_ID;
      case BsonBytes.BOOLEAN -> BOOLEAN;
      case BsonBytes.DATE_TIME -> DATE_TIME;
      case BsonBytes.TIMESTAMP -> TIMESTAMP;
      case BsonBytes.REGEX -> REGEX;
      case BsonBytes.DB_POINTER -> DB_POINTER;
      case BsonBytes.CODE -> CODE;
      case BsonBytes.CODE_WITH_SCOPE -> CODE_WITH_SCOPE;
      case BsonBytes.MAX_KEY -> MAX_KEY;
      default -> throw new IllegalStateException("not a BSON type: " + type);
    };
  }

  /** The class of a value; null is missing. */
  public static int of(@Nullable BsonValue value) {
    return of(typeByte(value));
  }

  /** The BSON type of a value as the byte that stands before its name; null is missing. */
  public static byte typeByte(@Nullable BsonValue value) {
    if (value == null) {
      return BsonBytes.END;
    }
    BsonType type = value.getBsonType();
    return (byte) type.getValue();
  }

  /** Whether a BSON type is one of the four numeric ones. */
  public static boolean isNumber(byte type) {
    return type == BsonBytes.INT32
        || type == BsonBytes.DOUBLE
        || type == BsonBytes.INT64
        || type == BsonBytes.DECIMAL128;
  }
}
