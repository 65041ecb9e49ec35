package dev.meerkat.query.filter;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;

/**
 * The names of BSON types, and sets of types as bits: bit {@code n} stands for BSON type {@code n},
 * bit 62 for MaxKey (127) and bit 63 for MinKey (-1). Threads: immutable.
 */
public final class TypeAliases {
  /** The types that {@code number} means. */
  public static final long NUMBERS =
      bit(BsonBytes.DOUBLE)
          | bit(BsonBytes.INT32)
          | bit(BsonBytes.INT64)
          | bit(BsonBytes.DECIMAL128);

  private TypeAliases() {}

  /**
   * The set that an alias means.
   *
   * @throws ServerException 2 for a name that is none
   */
  public static long bits(String alias) {
    return switch (alias) {
      case "number" -> NUMBERS;
      case "double" -> bit(BsonBytes.DOUBLE);
      case "string" -> bit(BsonBytes.STRING);
      case "object" -> bit(BsonBytes.DOCUMENT);
      case "array" -> bit(BsonBytes.ARRAY);
      case "binData" -> bit(BsonBytes.BINARY);
      case "undefined" -> bit(BsonBytes.UNDEFINED);
      case "objectId" -> bit(BsonBytes.OBJECT_ID);
      case "bool" -> bit(BsonBytes.BOOLEAN);
      case "date" -> bit(BsonBytes.DATE_TIME);
      case "null" -> bit(BsonBytes.NULL);
      case "regex" -> bit(BsonBytes.REGEX);
      case "dbPointer" -> bit(BsonBytes.DB_POINTER);
      case "javascript" -> bit(BsonBytes.CODE);
      case "symbol" -> bit(BsonBytes.SYMBOL);
      case "javascriptWithScope" -> bit(BsonBytes.CODE_WITH_SCOPE);
      case "int" -> bit(BsonBytes.INT32);
      case "timestamp" -> bit(BsonBytes.TIMESTAMP);
      case "long" -> bit(BsonBytes.INT64);
      case "decimal" -> bit(BsonBytes.DECIMAL128);
      case "minKey" -> bit(BsonBytes.MIN_KEY);
      case "maxKey" -> bit(BsonBytes.MAX_KEY);
      default -> throw unknown(alias);
    };
  }

  /**
   * The set that a name of JSON Schema's own means.
   *
   * @throws ServerException 2 for a name that is none
   */
  public static long jsonBits(String alias) {
    return switch (alias) {
      case "number" -> NUMBERS;
      case "string" -> bit(BsonBytes.STRING);
      case "object" -> bit(BsonBytes.DOCUMENT);
      case "array" -> bit(BsonBytes.ARRAY);
      case "boolean" -> bit(BsonBytes.BOOLEAN);
      case "null" -> bit(BsonBytes.NULL);
      default -> throw unknown(alias);
    };
  }

  private static ServerException unknown(String alias) {
    return new ServerException(ErrorCode.BAD_VALUE, "Unknown type name alias: " + alias);
  }

  /** The set of one type. */
  public static long bit(byte type) {
    return type == BsonBytes.MAX_KEY ? 1L << 62 : 1L << (type & 63);
  }

  /** Whether a value's type is in a set; a missing value has none. */
  public static boolean contains(long types, byte type) {
    return type != BsonBytes.END && (types & bit(type)) != 0;
  }
}
