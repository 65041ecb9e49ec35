package dev.meerkat.query.expression;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ExpressionProvider;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.values.FieldPath;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * Parses aggregation expressions: literals, field paths such as {@code "$a.b"}, variables such as
 * {@code "$$var.path"}, object and array literals, and operators such as {@code {$add: [1, 2]}}.
 * What depends on nothing is computed at once. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/meta/aggregation-quick-reference/#expressions">
 *     Expressions</a>
 */
public final class ExpressionParser {
  private static final ErrorCode INVALID_OPERATOR = ErrorCode.INVALID_PIPELINE_OPERATOR;

  private ExpressionParser() {}

  /** Parses any expression. */
  public static Expression parse(
      BsonValue spec, ParseScope scope, ExpressionVocabulary vocabulary) {
    return switch (spec) {
      case BsonString string -> text(string, scope);
      case BsonDocument document -> ConstantFolding.fold(object(document, scope, vocabulary));
      case BsonArray array -> ConstantFolding.fold(array(array, scope));
      default -> new LiteralExpression(spec);
    };
  }

  /**
   * Refuses a name that a user's variable may not have.
   *
   * @throws ServerException 9 for an empty name or a wrong character
   */
  public static void checkVariableName(String name) {
    VariableNames.checkWritable(name);
  }

  private static Expression text(BsonString spec, ParseScope scope) {
    String text = spec.getValue();
    if (text.startsWith("$$")) {
      return VariableNames.parse(text.substring(2), scope);
    }
    if (text.startsWith("$")) {
      return path(text.substring(1), scope);
    }
    return new LiteralExpression(Texts.of(text));
  }

  private static Expression path(String path, ParseScope scope) {
    if (path.isEmpty()) {
      throw new ServerException(
          ErrorCode.location(16872), "'$' by itself is not a valid FieldPath");
    }
    FieldPath fields = FieldPath.parse(path);
    return scope.isDeclared("CURRENT")
        ? new VariableExpression("CURRENT", scope.variable("CURRENT"), fields)
        : new FieldPathExpression(fields);
  }

  private static Expression array(BsonArray spec, ParseScope scope) {
    return new ArrayExpression(Arguments.each(spec, scope));
  }

  private static Expression object(
      BsonDocument spec, ParseScope scope, ExpressionVocabulary vocabulary) {
    if (spec.isEmpty() || !spec.getFirstKey().startsWith("$")) {
      return ObjectExpression.parse(spec, scope);
    }
    if (spec.size() != 1) {
      throw new ServerException(
          ErrorCode.location(15983),
          "an object representing an expression must have exactly one field: " + spec);
    }
    Map.Entry<String, BsonValue> operator = spec.entrySet().iterator().next();
    String name = operator.getKey();
    ExpressionProvider provider = vocabulary.expression(name);
    if (provider == null) {
      throw new ServerException(INVALID_OPERATOR, "Unrecognized expression '" + name + "'");
    }
    return provider.parse(name, operator.getValue(), scope);
  }
}
