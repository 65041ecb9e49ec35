package dev.meerkat.query.expression;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonType;
import org.bson.BsonValue;

/**
 * {@code $function} on a server without JavaScript: it is read, and refused where it would have to
 * run. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/function/">$function</a>
 */
record FunctionOperator(BsonDocument spec, Expression arguments) implements Expression {
  static Expression parse(BsonValue spec, ParseScope scope) {
    if (!(spec instanceof BsonDocument fields)) {
      throw Values.error(
          31260, "$function requires an object as an argument, found: " + Values.typeName(spec));
    }
    BsonValue body = require(fields, "body", 31261, "The body function must be specified.");
    if (!(scope.expression(body) instanceof LiteralExpression(BsonValue code))) {
      throw Values.error(31432, "The body function must be a constant expression");
    }
    if (!(code instanceof BsonString) && Values.orNull(code).getBsonType() != BsonType.JAVASCRIPT) {
      throw Values.error(31262, "The body function must evaluate to type string or code");
    }
    Expression arguments =
        scope.expression(require(fields, "args", 31263, "The args field must be specified."));
    BsonValue language = require(fields, "lang", 31418, "The lang field must be specified.");
    if (!language.equals(new BsonString("js"))) {
      throw Values.error(31419, "Currently the only supported language specifier is 'js'.");
    }
    return new FunctionOperator(fields, arguments);
  }

  private static BsonValue require(BsonDocument fields, String name, int code, String message) {
    BsonValue value = fields.get(name);
    if (value == null) {
      throw Values.error(code, message);
    }
    return value;
  }

  @Override
  public BsonValue evaluate(DocumentView document, EvaluationScope scope) {
    throw Values.error(
        31264, "Cannot run server-side javascript without the javascript engine enabled");
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    arguments.dependencies(dependencies);
  }

  @Override
  public BsonValue describe() {
    return new BsonDocument("$function", spec);
  }
}
