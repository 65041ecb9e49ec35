package dev.meerkat.query.expression;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Expression;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A value that is the same for every document. Threads: immutable.
 *
 * @param value the value, or null for missing
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/literal/">
 *     $literal</a>
 */
public record LiteralExpression(@Nullable BsonValue value) implements Expression {
  @Override
  public @Nullable BsonValue evaluate(DocumentView document, EvaluationScope scope) {
    return value;
  }

  @Override
  public boolean isConstant() {
    return true;
  }

  @Override
  public void dependencies(Dependencies dependencies) {}

  @Override
  public BsonValue describe() {
    return value == null ? new BsonString("$$REMOVE") : new BsonDocument("$const", value);
  }
}
