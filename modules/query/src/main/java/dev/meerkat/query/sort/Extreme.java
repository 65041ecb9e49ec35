package dev.meerkat.query.sort;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ValueOrder;
import dev.meerkat.values.FieldPath;
import dev.meerkat.values.QueryPaths;
import dev.meerkat.values.QueryPaths.LeafArrays;

/**
 * The least or the greatest of the values at a path, as {@code sort} sees them: an array's elements
 * stand for the array, an empty array is undefined, and what is missing is null. Threads: confined
 * to one operation.
 */
final class Extreme implements QueryPaths.Visitor {
  private final ValueOrder order;
  private boolean greatest;
  private boolean found;
  private byte type;
  private int offset;

  Extreme(ValueOrder order) {
    this.order = order;
  }

  void find(FieldPath path, boolean ofGreatest, DocumentView document) {
    greatest = ofGreatest;
    found = false;
    type = BsonBytes.NULL;
    offset = 0;
    byte[] array = document.array();
    QueryPaths.walk(path, LeafArrays.ELEMENTS, array, document.offset(), this);
    if (!found && QueryPaths.walk(path, LeafArrays.ARRAY, array, document.offset(), EMPTY_ARRAY)) {
      type = BsonBytes.UNDEFINED;
    }
  }

  byte type() {
    return type;
  }

  int offset() {
    return offset;
  }

  @Override
  public boolean visit(byte valueType, byte[] array, int valueOffset, int arrayIndex) {
    byte candidate = valueType == BsonBytes.END ? BsonBytes.NULL : valueType;
    if (!found || isBetter(candidate, array, valueOffset)) {
      found = true;
      type = candidate;
      offset = valueOffset;
    }
    return false;
  }

  private boolean isBetter(byte candidate, byte[] array, int candidateOffset) {
    int comparison = order.compare(candidate, array, candidateOffset, type, array, offset);
    return greatest ? comparison > 0 : comparison < 0;
  }

  /** Only an array without elements is reached when the walk over elements has found nothing. */
  private static final QueryPaths.Visitor EMPTY_ARRAY =
      (valueType, _, _, _) -> valueType == BsonBytes.ARRAY;
}
