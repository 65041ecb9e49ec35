package dev.meerkat.query.expression;

import dev.meerkat.spi.BsonBytes;
import org.bson.BsonString;
import org.bson.BsonType;
import org.bson.BsonValue;

/**
 * Strings as operators see them: their limit, their bytes and their conversion. Threads: immutable.
 */
final class Texts {
  /** Bytes that a string must stay below. */
  static final int LIMIT_BYTES = 16 * 1024 * 1024;

  private Texts() {}

  /** The string as a value, refused where it is too long. */
  static BsonString of(String text) {
    return new BsonString(checked(text));
  }

  /** Refuses a string that is too long. */
  static String checked(String text) {
    if (text.length() > LIMIT_BYTES / 4 && utf8Length(text) >= LIMIT_BYTES) {
      throw Values.error(16493, "Tried to create string longer than 16MB");
    }
    return text;
  }

  static int utf8Length(String text) {
    int bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      // A surrogate is half of a character of four bytes.
      bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : Character.isSurrogate(c) ? 2 : 3;
    }
    return bytes;
  }

  static byte[] utf8(String text) {
    return BsonBytes.textBytes(text);
  }

  static boolean isString(BsonValue value) {
    return value.getBsonType() == BsonType.STRING;
  }

  /**
   * A value as a string, as the older string operators convert it: numbers and dates are written
   * out, null is empty.
   */
  static String coerced(BsonValue value) {
    return switch (value.getBsonType()) {
      case STRING -> value.asString().getValue();
      case SYMBOL -> value.asSymbol().getSymbol();
      case JAVASCRIPT -> value.asJavaScript().getCode();
      case NULL, UNDEFINED -> "";
      case INT32, INT64, DECIMAL128 -> NumberText.of(value);
      case DOUBLE -> NumberText.brief(value.asDouble().getValue());
      case DATE_TIME -> DateText.iso(value.asDateTime().getValue());
      case TIMESTAMP -> DateText.timestamp(value.asTimestamp());
      default ->
          throw Values.error(
              16007, "can't convert from BSON type " + Values.typeName(value) + " to String");
    };
  }

  /** Code points of a string. */
  static int codePoints(String text) {
    return text.codePointCount(0, text.length());
  }
}
