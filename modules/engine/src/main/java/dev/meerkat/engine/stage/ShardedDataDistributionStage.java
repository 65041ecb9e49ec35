package dev.meerkat.engine.stage;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * Tells how the documents of sharded collections are spread, which a router alone does: refused as
 * by any server that is none. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/shardedDataDistribution/">$shardedDataDistribution</a>
 */
final class ShardedDataDistributionStage {
  private ShardedDataDistributionStage() {}

  static ServerException refusal(BsonValue spec) {
    return spec instanceof BsonDocument fields && fields.isEmpty()
        ? new ServerException(
            ErrorCode.location(6789101),
            "The $shardedDataDistribution stage can only be run on router")
        : new ServerException(
            ErrorCode.location(6789100),
            "The $shardedDataDistribution stage specification must be an empty object");
  }
}
