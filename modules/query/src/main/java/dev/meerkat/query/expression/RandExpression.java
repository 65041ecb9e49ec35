package dev.meerkat.query.expression;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Expression;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonValue;

/**
 * A random number from 0 to 1. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/rand/">$rand</a>
 */
record RandExpression() implements Expression {
  static Expression parse(BsonValue spec) {
    boolean isEmpty =
        switch (spec) {
          case BsonDocument document -> document.isEmpty();
          case BsonArray array -> array.isEmpty();
          default -> throw Values.error(10065, "invalid parameter: expected an object ($rand)");
        };
    if (!isEmpty) {
      throw Values.error(3040501, "$rand does not currently accept arguments");
    }
    return new RandExpression();
  }

  @Override
  public BsonValue evaluate(DocumentView document, EvaluationScope scope) {
    return new BsonDouble(scope.seeds().nextDouble());
  }

  @Override
  public void dependencies(Dependencies dependencies) {}

  @Override
  public BsonValue describe() {
    return new BsonDocument("$rand", new BsonDocument());
  }
}
