package dev.meerkat.query.expression;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * A part of a string, counted in UTF-8 bytes; it may not cut a character.
 *
 * <p>Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/substrBytes/">$substrBytes</a>
 */
final class SubstrBytesExpression {
  private SubstrBytesExpression() {}

  static Expression parse(String name, BsonValue spec, ParseScope scope) {
    return FunctionExpression.exactly(
        3, name, spec, scope, values -> apply(name, values[0], values[1], values[2]));
  }

  private static BsonValue apply(String name, BsonValue text, BsonValue start, BsonValue length) {
    String string = Texts.checked(Texts.coerced(text));
    if (!start.isNumber()) {
      throw Values.error(
          16034,
          name
              + ":  starting index must be a numeric type (is BSON type "
              + Values.typeName(start)
              + ")");
    }
    if (!length.isNumber()) {
      throw Values.error(
          16035,
          name + ":  length must be a numeric type (is BSON type " + Values.typeName(length) + ")");
    }
    long from = Integers.truncated(start);
    long count = Integers.truncated(length);
    if (from < 0) {
      throw Values.error(
          50752, name + ":  starting index must be non-negative (got: " + from + ")");
    }
    byte[] bytes = Texts.utf8(string);
    if (from > bytes.length) {
      return new BsonString("");
    }
    int begin = (int) from;
    int end = count < 0 || count > bytes.length - begin ? bytes.length : (int) (begin + count);
    if (isContinuation(bytes, begin)) {
      throw Values.error(
          28656, name + ":  Invalid range, starting index is a UTF-8 continuation byte.");
    }
    if (isContinuation(bytes, end)) {
      throw Values.error(
          28657, name + ":  Invalid range, ending index is in the middle of a UTF-8 character.");
    }
    return new BsonString(BsonBytes.text(bytes, begin, end - begin));
  }

  private static boolean isContinuation(byte[] bytes, int index) {
    return index < bytes.length && (bytes[index] & 0xC0) == 0x80;
  }
}
