package dev.meerkat.aggregation.accumulator;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.ValueOrder;
import org.bson.BsonArray;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The elements of a group's arrays: all of them ({@code $concatArrays}), or each once ({@code
 * $setUnion}). Threads: confined to one operation.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/concatArrays-accumulator/">$concatArrays</a>
 */
final class JoinedArraysAccumulator implements UnaryAccumulator.ValueState {
  private final String name;
  private final UnaryAccumulator.ValueState elements;
  private final String limitParameter;

  private JoinedArraysAccumulator(
      String name, UnaryAccumulator.ValueState elements, String limitParameter) {
    this.name = name;
    this.elements = elements;
    this.limitParameter = limitParameter;
  }

  static JoinedArraysAccumulator concatArrays() {
    return new JoinedArraysAccumulator(
        "$concatArrays", new PushAccumulator(), ValuesLimit.OF_CONCAT_ARRAYS);
  }

  static JoinedArraysAccumulator setUnion(ValueOrder order) {
    return new JoinedArraysAccumulator(
        "$setUnion", new AddToSetAccumulator(order), ValuesLimit.OF_SET_UNION);
  }

  @Override
  public void add(@Nullable BsonValue value) {
    if (value == null) {
      return;
    }
    if (!(value instanceof BsonArray array)) {
      throw new ServerException(
          ErrorCode.TYPE_MISMATCH, name + " requires array inputs, but got another type");
    }
    for (BsonValue element : array) {
      elements.add(element);
    }
  }

  @Override
  public BsonValue result() {
    return elements.result();
  }

  @Override
  public long memoryBytes() {
    return elements.memoryBytes();
  }

  @Override
  public String limitParameter() {
    return limitParameter;
  }
}
