package dev.meerkat.query.expression;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Expression;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * Variables that only mapReduce sets for its own expressions: a client may name them and not read
 * them. Threads: immutable.
 */
enum UnavailableVariable implements Expression {
  JS_SCOPE,
  IS_MR;

  @Override
  public BsonValue evaluate(DocumentView document, EvaluationScope scope) {
    throw VariableNames.unavailable(name());
  }

  @Override
  public void dependencies(Dependencies dependencies) {}

  @Override
  public BsonValue describe() {
    return new BsonString("$$" + name());
  }
}
