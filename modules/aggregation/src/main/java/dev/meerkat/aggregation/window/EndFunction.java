package dev.meerkat.aggregation.window;

import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.WindowBounds;
import dev.meerkat.spi.query.WindowFunction;
import dev.meerkat.spi.query.WindowPartition;
import dev.meerkat.spi.query.WindowScope;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonValue;

/**
 * The value of the window's first document, or of its last one; null where the window is empty.
 * Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/first/">$first</a>
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/last/">$last</a>
 */
record EndFunction(String name, Expression argument, WindowBounds bounds, boolean last)
    implements WindowFunction {
  static WindowFunction parse(String name, BsonValue spec, WindowScope scope, boolean last) {
    return new EndFunction(name, scope.parsing().expression(spec), scope.bounds(), last);
  }

  @Override
  public Run open(WindowPartition partition, EvaluationScope scope) {
    WindowBounds.Frame frame = bounds.open(partition, scope);
    return index -> {
      frame.moveTo(index);
      if (frame.from() == frame.to()) {
        return BsonNull.VALUE;
      }
      int end = last ? frame.to() - 1 : frame.from();
      return argument.evaluate(partition.document(end), scope);
    };
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    argument.dependencies(dependencies);
  }

  @Override
  public BsonDocument describe() {
    return new BsonDocument(name, argument.describe()).append("window", bounds.describe());
  }
}
