package dev.meerkat.spi;

/**
 * The names that MongoDB gives to BSON's types, in messages and as {@code $type} takes them.
 * Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/bson-types/">BSON types</a>
 */
public final class TypeNames {
  private TypeNames() {}

  /**
   * A type's name, or {@code missing}.
   *
   * @param type the byte that stands for it, or {@link BsonBytes#END} where there is no value
   */
  public static String of(byte type) {
    return switch (type) {
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
      case BsonBytes.MIN_KEY -> "minKey";
      case BsonBytes.MAX_KEY -> "maxKey";
      default -> "missing";
    };
  }
}
