package dev.meerkat.aggregation.window;

import static dev.meerkat.aggregation.window.CoreWindowFunctions.failure;

import dev.meerkat.spi.query.WindowFunction;
import dev.meerkat.spi.query.WindowScope;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonValue;

/**
 * The number of the window's documents. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/count-accumulator/">$count</a>
 */
final class CountFunction {
  private CountFunction() {}

  static WindowFunction parse(BsonValue spec, WindowScope scope) {
    if (!(spec instanceof BsonDocument document) || !document.isEmpty()) {
      throw failure("$count only accepts an empty object as input");
    }
    return ValueFunction.parse("$sum", new BsonInt32(1), scope, _ -> new SumWindow());
  }
}
