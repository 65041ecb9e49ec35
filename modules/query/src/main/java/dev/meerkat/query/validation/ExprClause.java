package dev.meerkat.query.validation;

import dev.meerkat.query.filter.Truth;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Expression;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;

/** {@code $expr}. Threads: immutable. */
record ExprClause(BsonDocument specifiedAs, Expression expression) implements Clause {
  @Override
  public boolean matches(DocumentView document, EvaluationScope scope) {
    return Truth.of(expression.evaluate(document, scope));
  }

  @Override
  public BsonDocument explain(DocumentView document, EvaluationScope scope, boolean inverted) {
    BsonDocument details =
        new BsonDocument("operatorName", new BsonString("$expr"))
            .append("specifiedAs", specifiedAs);
    try {
      BsonValue result = expression.evaluate(document, scope);
      details.append(
          "reason", new BsonString(inverted ? "expression did match" : "expression did not match"));
      return result == null ? details : details.append("expressionResult", result);
    } catch (ServerException e) {
      return details
          .append("reason", new BsonString("failed to evaluate aggregation expression"))
          .append(
              "details",
              new BsonDocument("code", new BsonInt32(e.code().number()))
                  .append("codeName", new BsonString(e.code().codeName()))
                  .append("errmsg", new BsonString(String.valueOf(e.getMessage()))));
    }
  }
}
