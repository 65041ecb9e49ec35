package dev.meerkat.query.expression;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * A string without the characters at its ends: white space, or those that are given. Threads:
 * immutable.
 *
 * @param hasCharacters whether {@code chars} is given
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/trim/">$trim</a>
 */
record TrimExpression(
    String name,
    boolean left,
    boolean right,
    boolean hasCharacters,
    Expression input,
    Expression characters)
    implements Expression {
  private static final String WHITE_SPACE =
      "\0 \t\n\u000B\f\r\u00A0\u1680"
          + "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A";

  static Expression parse(
      String name, BsonValue spec, ParseScope scope, boolean left, boolean right) {
    NamedArguments named = NamedArguments.of(name, spec, 50696, 50694, "input", "chars");
    Expression input = scope.expression(named.require("input", 50695));
    return new TrimExpression(
        name, left, right, named.find("chars") != null, input, named.optional("chars", scope));
  }

  @Override
  public BsonValue evaluate(DocumentView document, EvaluationScope scope) {
    BsonValue text = Values.orNull(input.evaluate(document, scope));
    if (text.isNull()) {
      return text;
    }
    if (!Texts.isString(text)) {
      throw Values.error(
          50699,
          name
              + " requires its input to be a string, got "
              + text
              + " (of type "
              + Values.typeName(text)
              + ") instead.");
    }
    String string = Texts.checked(text.asString().getValue());
    if (!hasCharacters) {
      return new BsonString(trim(string, WHITE_SPACE));
    }
    BsonValue set = Values.orNull(characters.evaluate(document, scope));
    if (set.isNull()) {
      return set;
    }
    if (!Texts.isString(set)) {
      throw Values.error(
          50700,
          name
              + " requires 'chars' to be a string, got "
              + set
              + " (of type "
              + Values.typeName(set)
              + ") instead.");
    }
    return new BsonString(trim(string, set.asString().getValue()));
  }

  private String trim(String text, String set) {
    int begin = 0;
    int end = text.length();
    while (left && begin < end) {
      int point = text.codePointAt(begin);
      if (set.indexOf(point) < 0) {
        break;
      }
      begin += Character.charCount(point);
    }
    while (right && begin < end) {
      int point = text.codePointBefore(end);
      if (set.indexOf(point) < 0) {
        break;
      }
      end -= Character.charCount(point);
    }
    return text.substring(begin, end);
  }

  @Override
  public boolean isConstant() {
    return input.isConstant() && characters.isConstant();
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    input.dependencies(dependencies);
    characters.dependencies(dependencies);
  }

  @Override
  public BsonValue describe() {
    BsonDocument body = new BsonDocument("input", input.describe());
    if (hasCharacters) {
      body.append("chars", characters.describe());
    }
    return new BsonDocument(name, body);
  }
}
