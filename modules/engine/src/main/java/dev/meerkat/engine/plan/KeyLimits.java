package dev.meerkat.engine.plan;

import dev.meerkat.engine.index.CollectionIndex;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.ValueOrder;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.KeyRange;
import dev.meerkat.values.KeyStringBuilder;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonMaxKey;
import org.bson.BsonMinKey;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The two keys between which the caller wants a hinted index read: from {@code min} on, and before
 * {@code max}, in the index's own order. Threads: immutable.
 *
 * @param min the first key, or null to begin with the index's first
 * @param max the key to stop before, or null to end with the index's last
 * @see <a href="https://www.mongodb.com/docs/manual/reference/method/cursor.min/">min</a>
 */
public record KeyLimits(@Nullable BsonDocument min, @Nullable BsonDocument max) {

  /** Limits as a command gives them, where it gives any. */
  public static @Nullable KeyLimits of(@Nullable BsonDocument min, @Nullable BsonDocument max) {
    if (min == null && max == null) {
      return null;
    }
    if (min != null
        && max != null
        && !List.copyOf(min.keySet()).equals(List.copyOf(max.keySet()))) {
      throw new ServerException(
          ErrorCode.location(51176), "min and max must have the same field names");
    }
    return new KeyLimits(min, max);
  }

  /**
   * The stretch of an index's entries.
   *
   * @param order the collation in force
   * @throws ServerException 51174 where the fields are not the index's or its collation is another,
   *     51175 where nothing can be between
   */
  KeyRange range(CollectionIndex index, ValueOrder order) {
    checkFields(index, min, order);
    checkFields(index, max, order);
    byte[] lower = min == null ? null : before(index, min);
    byte[] upper = max == null ? null : before(index, max);
    if (lower != null && upper != null && Arrays.compareUnsigned(lower, upper) >= 0) {
      throw new ServerException(
          ErrorCode.location(51175),
          "The value provided for min() does not come before the value provided for max() in the"
              + " index");
    }
    return new KeyRange(lower, true, upper, false);
  }

  /** The limits as explain shows them, in the scan's direction. */
  BsonDocument describe(CollectionIndex index, Direction direction) {
    BsonDocument first = min == null ? end(index, true) : min;
    BsonDocument last = max == null ? end(index, false) : max;
    boolean forward = direction == Direction.FORWARD;
    boolean lastInclusive = max == null;
    return new BsonDocument("startKey", forward ? first : last)
        .append("startKeyInclusive", BsonBoolean.valueOf(forward || lastInclusive))
        .append("endKey", forward ? last : first)
        .append("endKeyInclusive", BsonBoolean.valueOf(!forward || lastInclusive));
  }

  private static void checkFields(
      CollectionIndex index, @Nullable BsonDocument limit, ValueOrder order) {
    if (limit == null) {
      return;
    }
    boolean sameOrder = index.definition().order().equals(order);
    Iterator<String> paths = index.definition().keyPattern().keySet().iterator();
    boolean fits = limit.size() == index.components() && index.compiled().keyLayout() == null;
    for (int i = 0; i < index.components(); i++) {
      fits &= index.compiled().keepsValueOrder(i);
    }
    for (var field : limit.entrySet()) {
      fits =
          fits
              && paths.next().equals(field.getKey())
              && (sameOrder || !isCollatable(field.getValue()));
    }
    if (!fits) {
      throw new ServerException(
          ErrorCode.location(51174), "The index chosen is not compatible with min/max");
    }
  }

  private static boolean isCollatable(BsonValue value) {
    return value.isString() || value.isSymbol() || value.isDocument() || value.isArray();
  }

  private static byte[] before(CollectionIndex index, BsonDocument limit) {
    KeyStringBuilder builder = index.keyBuilder();
    int component = 0;
    for (BsonValue value : limit.values()) {
      builder.append(value, index.ordering().isDescending(component++));
    }
    return builder.appendExclusiveBefore().toKey();
  }

  private static BsonDocument end(CollectionIndex index, boolean isFirst) {
    BsonDocument end = new BsonDocument();
    int component = 0;
    for (String path : index.definition().keyPattern().keySet()) {
      boolean least = isFirst != index.ordering().isDescending(component++);
      end.append(path, least ? new BsonMinKey() : new BsonMaxKey());
    }
    return end;
  }
}
