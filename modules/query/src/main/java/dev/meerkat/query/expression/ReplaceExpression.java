package dev.meerkat.query.expression;

import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import java.util.List;
import org.bson.BsonNull;
import org.bson.BsonValue;

/**
 * A string in which the first occurrence of another one, or all of them, are replaced. Threads:
 * immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/replaceOne/">$replaceOne</a>
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/replaceAll/">$replaceAll</a>
 */
final class ReplaceExpression {
  private ReplaceExpression() {}

  static Expression parse(String name, BsonValue spec, ParseScope scope, boolean all) {
    NamedArguments named =
        NamedArguments.of(name, spec, 51751, 51750, "input", "find", "replacement");
    List<Expression> arguments =
        List.of(
            scope.expression(named.require("input", 51749)),
            scope.expression(named.require("find", 51748)),
            scope.expression(named.require("replacement", 51747)));
    return new NamedFunctionExpression(
        name,
        List.of("input", "find", "replacement"),
        arguments,
        values -> apply(name, values, all));
  }

  private static BsonValue apply(String name, BsonValue[] values, boolean all) {
    check(name, "input", values[0], 10503904);
    check(name, "find", values[1], 10503901);
    check(name, "replacement", values[2], 10503902);
    if (values[0].isNull() || values[1].isNull() || values[2].isNull()) {
      return BsonNull.VALUE;
    }
    return Texts.of(
        replace(
            values[0].asString().getValue(),
            values[1].asString().getValue(),
            values[2].asString().getValue(),
            all));
  }

  private static String replace(String text, String find, String replacement, boolean all) {
    if (all && find.isEmpty()) {
      return everywhere(text, replacement);
    }
    if (all) {
      return text.replace(find, replacement);
    }
    int index = text.indexOf(find);
    return index < 0
        ? text
        : text.substring(0, index) + replacement + text.substring(index + find.length());
  }

  /** An empty string occurs before each character and at the end. */
  private static String everywhere(String text, String replacement) {
    StringBuilder replaced = new StringBuilder(replacement);
    for (int i = 0; i < text.length(); ) {
      int end = text.offsetByCodePoints(i, 1);
      replaced.append(text, i, end).append(replacement);
      i = end;
    }
    return replaced.toString();
  }

  private static void check(String name, String what, BsonValue value, int code) {
    if (!value.isNull() && !Texts.isString(value)) {
      throw Values.error(
          code,
          name + " requires that '" + what + "' be a string, found: " + Values.typeName(value));
    }
  }
}
