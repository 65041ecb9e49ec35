package dev.meerkat.aggregation.accumulator;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Accumulator;
import dev.meerkat.spi.query.ParseScope;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonValue;

/**
 * The number of a group's documents. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/count-accumulator/">$count</a>
 */
final class CountAccumulator {
  private CountAccumulator() {}

  static Accumulator parse(BsonValue spec, ParseScope scope) {
    if (!(spec instanceof BsonDocument document) || !document.isEmpty()) {
      throw new ServerException(
          ErrorCode.TYPE_MISMATCH, "$count takes no arguments, i.e. $count:{}");
    }
    return UnaryAccumulator.parse("$sum", new BsonInt32(1), scope, SumAccumulator::new);
  }
}
