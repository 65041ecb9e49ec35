package dev.meerkat.aggregation.accumulator;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A group's objects merged into one. Threads: confined to one operation.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/mergeObjects/">$mergeObjects</a>
 */
final class MergeObjectsAccumulator implements UnaryAccumulator.ValueState {
  private final BsonDocument merged = new BsonDocument();

  @Override
  public void add(@Nullable BsonValue value) {
    if (AccumulatedValues.isNullish(value)) {
      return;
    }
    if (!(value instanceof BsonDocument object)) {
      throw new ServerException(ErrorCode.location(5911200), "$mergeObjects only supports objects");
    }
    merged.putAll(object);
  }

  @Override
  public BsonValue result() {
    return merged;
  }

  @Override
  public long memoryBytes() {
    return AccumulatedValues.size(merged);
  }
}
