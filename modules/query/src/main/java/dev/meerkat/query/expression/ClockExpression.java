package dev.meerkat.query.expression;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Expression;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * The instant of the operation: {@code $$NOW} as a date, {@code $$CLUSTER_TIME} as a timestamp.
 * Threads: immutable.
 */
enum ClockExpression implements Expression {
  NOW {
    @Override
    public BsonValue evaluate(DocumentView document, EvaluationScope scope) {
      return scope.now();
    }
  },
  CLUSTER_TIME {
    @Override
    public BsonValue evaluate(DocumentView document, EvaluationScope scope) {
      return scope.clusterTime();
    }
  };

  @Override
  public void dependencies(Dependencies dependencies) {}

  @Override
  public BsonValue describe() {
    return new BsonString("$$" + name());
  }
}
