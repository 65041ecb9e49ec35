package dev.meerkat.aggregation.window;

import dev.meerkat.aggregation.accumulator.AccumulatedValues;
import dev.meerkat.aggregation.accumulator.ValuesLimit;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.MovingFunction;
import java.util.ArrayDeque;
import org.bson.BsonArray;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The elements of a moving window's arrays. Threads: confined to one operation.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/concatArrays-accumulator/">$concatArrays</a>
 */
final class ConcatArraysWindow implements MovingFunction.Window<@Nullable BsonValue> {
  private final ArrayDeque<BsonArray> arrays = new ArrayDeque<>();
  private final ValuesLimit limit = new ValuesLimit("$concatArrays", ValuesLimit.OF_CONCAT_ARRAYS);
  private long bytes = 64;

  /** The array that a value must be; null where it is missing. */
  static @Nullable BsonArray array(String name, @Nullable BsonValue value) {
    if (value == null) {
      return null;
    }
    if (!(value instanceof BsonArray array)) {
      throw new ServerException(
          ErrorCode.TYPE_MISMATCH, name + " requires array inputs, but got another type");
    }
    return array;
  }

  @Override
  public void add(@Nullable BsonValue value) {
    BsonArray array = array("$concatArrays", value);
    if (array != null) {
      arrays.addLast(array);
      bytes += AccumulatedValues.size(array);
    }
  }

  @Override
  public void remove(@Nullable BsonValue value) {
    if (value != null) {
      bytes -= AccumulatedValues.size(arrays.removeFirst());
    }
  }

  @Override
  public BsonValue value() {
    BsonArray all = new BsonArray();
    for (BsonArray array : arrays) {
      all.addAll(array);
    }
    return all;
  }

  @Override
  public void checkLimit(EvaluationScope scope) {
    limit.check(bytes, scope);
  }

  @Override
  public long memoryBytes() {
    return bytes;
  }
}
