package dev.meerkat.query.expression;

import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * A part of a string, counted in code points.
 *
 * <p>Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/substrCP/">$substrCP</a>
 */
final class SubstrCPExpression {
  private SubstrCPExpression() {}

  static Expression parse(BsonValue spec, ParseScope scope) {
    return FunctionExpression.exactly(
        3, "$substrCP", spec, scope, values -> apply(values[0], values[1], values[2]));
  }

  private static BsonValue apply(BsonValue text, BsonValue start, BsonValue length) {
    String string = Texts.checked(Texts.coerced(text));
    int from = index(start, 34450, 34451, "starting index");
    int count = index(length, 34452, 34453, "length");
    if (count < 0) {
      throw Values.error(34454, "$substrCP: length must be a nonnegative integer.");
    }
    if (from < 0) {
      throw Values.error(34455, "$substrCP: the starting index must be nonnegative integer.");
    }
    int points = Texts.codePoints(string);
    if (from >= points) {
      return new BsonString("");
    }
    int begin = string.offsetByCodePoints(0, from);
    int end = string.offsetByCodePoints(begin, Math.min(count, points - from));
    return new BsonString(string.substring(begin, end));
  }

  private static int index(BsonValue value, int typeCode, int integralCode, String what) {
    if (!value.isNumber()) {
      throw Values.error(
          typeCode,
          "$substrCP: "
              + what
              + " must be a numeric type (is BSON type "
              + Values.typeName(value)
              + ")");
    }
    return Integers.exactInt32(value, integralCode, "$substrCP: " + what);
  }
}
