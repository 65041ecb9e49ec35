package dev.meerkat.query.expression;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Expression;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * Percentiles of an array's numbers. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/percentile/">$percentile</a>
 */
record PercentileExpression(String name, Percentile.Spec spec) implements Expression {
  @Override
  public BsonValue evaluate(DocumentView document, EvaluationScope scope) {
    Percentile numbers = new Percentile();
    BsonValue value = Values.orNull(spec.input().evaluate(document, scope));
    if (value instanceof BsonArray array) {
      for (BsonValue element : array) {
        numbers.add(element);
      }
    } else {
      numbers.add(value);
    }
    return spec.result(numbers);
  }

  @Override
  public boolean isConstant() {
    return spec.input().isConstant();
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    spec.input().dependencies(dependencies);
  }

  @Override
  public BsonValue describe() {
    return new BsonDocument(name, spec.describe());
  }
}
