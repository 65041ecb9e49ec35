package dev.meerkat.query.expression;

import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import org.bson.BsonInt32;
import org.bson.BsonValue;

/**
 * The length of a string, in bytes or in code points. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/strLenBytes/">$strLenBytes</a>
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/strLenCP/">$strLenCP</a>
 */
final class StrLenExpression {
  private StrLenExpression() {}

  static Expression parseBytes(BsonValue spec, ParseScope scope) {
    return FunctionExpression.unary(
        "$strLenBytes",
        spec,
        scope,
        value -> new BsonInt32(Texts.utf8Length(string("$strLenBytes", 34473, value))));
  }

  static Expression parseCodePoints(BsonValue spec, ParseScope scope) {
    return FunctionExpression.unary(
        "$strLenCP",
        spec,
        scope,
        value -> new BsonInt32(Texts.codePoints(string("$strLenCP", 34471, value))));
  }

  private static String string(String name, int code, BsonValue value) {
    if (!Texts.isString(value)) {
      throw Values.error(
          code, name + " requires a string argument, found: " + Values.typeName(value));
    }
    return Texts.checked(value.asString().getValue());
  }
}
