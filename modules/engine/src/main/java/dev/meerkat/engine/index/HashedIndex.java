package dev.meerkat.engine.index;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.ValueOrder;
import dev.meerkat.spi.index.Bounds;
import dev.meerkat.spi.index.CompiledIndex;
import dev.meerkat.spi.index.IndexDefinition;
import dev.meerkat.spi.index.Interval;
import dev.meerkat.spi.index.KeySink;
import dev.meerkat.spi.query.Predicate;
import dev.meerkat.values.FieldPath;
import dev.meerkat.values.HashedKey;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * One hashed index ready for use: arrays have no place in it, so that a document has one key.
 * Threads: immutable.
 */
final class HashedIndex implements CompiledIndex {
  private static final double BEYOND_INT64 = 0x1p63;

  private static final long NULL_HASH = HashedKey.of(BsonNull.VALUE);

  private final IndexDefinition definition;
  private final FieldPath[] paths;
  private final int hashed;

  HashedIndex(IndexDefinition definition) {
    this.definition = definition;
    this.paths =
        definition.keyPattern().keySet().stream().map(FieldPath::of).toArray(FieldPath[]::new);
    this.hashed = List.copyOf(definition.keyPattern().values()).indexOf(HashedIndexType.WORD);
  }

  @Override
  public void keys(DocumentView document, KeySink sink) {
    byte[] array = document.array();
    int[] elements = new int[paths.length];
    boolean isThere = false;
    for (int i = 0; i < paths.length; i++) {
      elements[i] = PlainPaths.find(document, paths[i], HashedIndex::refuseArray);
      isThere |= elements[i] >= 0;
    }
    if (definition.isSparse() && !isThere) {
      return;
    }
    for (int i = 0; i < paths.length; i++) {
      int value = elements[i] < 0 ? -1 : BsonBytes.valueOffset(array, elements[i]);
      if (i == hashed) {
        sink.append(new BsonInt64(value < 0 ? NULL_HASH : hash(array, elements[i], value)));
      } else if (value < 0) {
        sink.appendNull();
      } else {
        sink.append(array[elements[i]], array, value);
      }
    }
    sink.endKey();
  }

  private long hash(byte[] array, int element, int value) {
    ValueOrder order = definition.order();
    return order.isSimple() || array[element] == BsonBytes.NULL
        ? HashedKey.of(array[element], array, value)
        : order.hash(array[element], array, value);
  }

  private long hash(BsonValue value) {
    ValueOrder order = definition.order();
    return order.isSimple() || value.isNull() ? HashedKey.of(value) : order.hash(value);
  }

  private static ServerException refuseArray(String path) {
    return new ServerException(
        ErrorCode.location(16766),
        "hashed indexes do not currently support array values. Found array at path: " + path);
  }

  @Override
  public @Nullable Bounds bounds(int component, Predicate predicate, boolean multikey) {
    if (component != hashed) {
      return new BoundsBuilder(definition.order(), false, definition.isSparse(), false)
          .of(predicate);
    }
    if (!(predicate instanceof Predicate.Path path)) {
      return null;
    }
    return switch (path.operator()) {
      case "$eq", Predicate.Path.EXPR_EQ -> anyOf(List.of(path.operand()), path.order());
      case "$in" -> path.operand() instanceof BsonArray values ? anyOf(values, path.order()) : null;
      case "$exists" ->
          path.operand().isBoolean() && !path.operand().asBoolean().getValue()
              ? anyOf(List.of(BsonNull.VALUE), path.order())
              : null;
      default -> null;
    };
  }

  private @Nullable Bounds anyOf(List<BsonValue> values, ValueOrder order) {
    List<Interval> points = new ArrayList<>();
    for (BsonValue value : values) {
      boolean isCollated = BoundsBuilder.dependsOnCollation(value);
      if (!isHashable(value) || isCollated && !order.equals(definition.order())) {
        return null;
      }
      points.add(Interval.point(new BsonInt64(hash(value))));
    }
    return new Bounds(Intervals.union(points, definition.order()), false);
  }

  /** Whether all values that are equal to this one have one hash, and it is asked for as such. */
  private boolean isHashable(BsonValue value) {
    return switch (value.getBsonType()) {
      case NULL -> !definition.isSparse();
      case UNDEFINED, REGULAR_EXPRESSION -> false;
      // Of the double 2^63 and of the equal decimal the hashes differ, here as in MongoDB.
      case DOUBLE, DECIMAL128 -> value.asNumber().doubleValue() != BEYOND_INT64;
      default -> true;
    };
  }

  @Override
  public boolean keepsValueOrder(int component) {
    return component != hashed;
  }
}
