package dev.meerkat.query.expression;

import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import org.bson.BsonArray;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * The parts of a string between delimiters.
 *
 * <p>Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/split/">$split</a>
 */
final class SplitExpression {
  private SplitExpression() {}

  static Expression parse(BsonValue spec, ParseScope scope) {
    return FunctionExpression.binary("$split", spec, scope, SplitExpression::apply);
  }

  private static BsonValue apply(BsonValue text, BsonValue delimiter) {
    if (text.isNull() || delimiter.isNull()) {
      return BsonNull.VALUE;
    }
    if (!Texts.isString(text)) {
      throw Values.error(
          40085,
          "$split requires an expression that evaluates to a string as a first argument, found: "
              + Values.typeName(text));
    }
    if (!Texts.isString(delimiter)) {
      throw Values.error(
          10503900,
          "$split requires an expression that evaluates to a string as a second argument, found: "
              + Values.typeName(delimiter));
    }
    String separator = delimiter.asString().getValue();
    if (separator.isEmpty()) {
      throw Values.error(40087, "$split requires a non-empty separator");
    }
    return parts(text.asString().getValue(), separator);
  }

  private static BsonArray parts(String text, String separator) {
    BsonArray parts = new BsonArray();
    int begin = 0;
    for (int end = text.indexOf(separator); end >= 0; end = text.indexOf(separator, begin)) {
      parts.add(new BsonString(text.substring(begin, end)));
      begin = end + separator.length();
    }
    parts.add(new BsonString(text.substring(begin)));
    return parts;
  }
}
