package dev.meerkat.aggregation.accumulator;

import dev.meerkat.query.expression.Percentile;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.Accumulator;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * Percentiles of a group's numbers. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/percentile/">$percentile</a>
 */
record PercentileAccumulator(String name, Percentile.Spec spec) implements Accumulator {
  @Override
  public State start() {
    Percentile numbers = new Percentile();
    return new State() {
      @Override
      public void add(DocumentView document, EvaluationScope scope) {
        numbers.add(AccumulatedValues.orNull(spec.input().evaluate(document, scope)));
      }

      @Override
      public BsonValue result() {
        return spec.result(numbers);
      }

      @Override
      public long memoryBytes() {
        return numbers.memoryBytes();
      }
    };
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
