package dev.meerkat.query.expression;

import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import org.bson.BsonValue;

/**
 * A string with its ASCII letters in another case. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/toLower/">$toLower</a>
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/toUpper/">$toUpper</a>
 */
final class CaseExpression {
  private CaseExpression() {}

  static Expression parse(String name, BsonValue spec, ParseScope scope, boolean upper) {
    return FunctionExpression.unary(
        name, spec, scope, value -> Texts.of(convert(Texts.coerced(value), upper)));
  }

  static String convert(String text, boolean upper) {
    char first = upper ? 'a' : 'A';
    StringBuilder converted = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= first && c < first + 26) {
        if (converted == null) {
          converted = new StringBuilder(text);
        }
        converted.setCharAt(i, (char) (c ^ 0x20));
      }
    }
    return converted == null ? text : converted.toString();
  }
}
