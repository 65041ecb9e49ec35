package dev.meerkat.aggregation.window;

import dev.meerkat.aggregation.accumulator.AccumulatedValues;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.WindowFunction;
import dev.meerkat.spi.query.WindowPartition;
import dev.meerkat.spi.query.WindowScope;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonValue;

/**
 * The last value so far that is neither null nor missing. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/locf/">$locf</a>
 */
record LocfFunction(Expression argument) implements WindowFunction {
  static WindowFunction parse(BsonValue spec, WindowScope scope) {
    Expression argument = scope.parsing().expression(spec);
    scope.refuseWindow();
    return new LocfFunction(argument);
  }

  @Override
  public Run open(WindowPartition partition, EvaluationScope scope) {
    return new Run() {
      private BsonValue last = BsonNull.VALUE;

      @Override
      public BsonValue value(int index) {
        BsonValue value = argument.evaluate(partition.document(index), scope);
        if (value != null && !AccumulatedValues.isNullish(value)) {
          last = value;
        }
        return last;
      }

      @Override
      public long memoryBytes() {
        return 64 + AccumulatedValues.size(last);
      }
    };
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    argument.dependencies(dependencies);
  }

  @Override
  public BsonDocument describe() {
    return new BsonDocument("$locf", argument.describe());
  }
}
