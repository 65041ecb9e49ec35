package dev.meerkat.query.sort;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.ValueOrder;
import dev.meerkat.values.PathKeys;

/**
 * The first of a document's keys in the order of a sort: what an index of the sort's pattern would
 * meet first. What is missing is null. Threads: confined to one operation.
 */
final class LeastKey implements PathKeys.Sink {
  private static final byte[] NO_NAME = {};

  private final SortPattern pattern;
  private final byte[] types;
  private final int[] offsets;
  private byte[] array = {};
  private boolean found;

  LeastKey(SortPattern pattern) {
    this.pattern = pattern;
    this.types = new byte[pattern.parts().size()];
    this.offsets = new int[types.length];
  }

  @Override
  public void key(byte[] keyTypes, byte[] keyArray, int[] keyOffsets) {
    if (found && !isLess(keyTypes, keyOffsets)) {
      return;
    }
    found = true;
    array = keyArray;
    for (int i = 0; i < types.length; i++) {
      types[i] = nullable(keyTypes[i]);
      offsets[i] = keyOffsets[i];
    }
  }

  @Override
  public ServerException parallelArrays(String second, String first) {
    return new ServerException(
        ErrorCode.BAD_VALUE, "cannot sort with keys that are parallel arrays");
  }

  /** Forgets the key of the last document. */
  void clear() {
    found = false;
  }

  /** Compares the key found with one that was made, in the order of the sort. */
  int compareTo(SortKey other, boolean[] descending) {
    byte[] made = other.values().array();
    int element = BsonBytes.firstElement(other.values().offset());
    for (int i = 0; i < types.length; i++) {
      // Names are empty: a value stands two bytes after its type.
      int comparison =
          pattern.order().compare(types[i], array, offsets[i], made[element], made, element + 2);
      if (comparison != 0) {
        return descending[i] ? -comparison : comparison;
      }
      element = BsonBytes.nextElement(made, element);
    }
    return 0;
  }

  SortKey toSortKey() {
    DocumentBuilder key = new DocumentBuilder(types.length * 16 + 16);
    for (int i = 0; i < types.length; i++) {
      int size = types[i] == BsonBytes.NULL ? 0 : BsonBytes.valueSize(array, types[i], offsets[i]);
      key.appendRaw(NO_NAME, types[i], array, offsets[i], size);
    }
    return new SortKey(key.toView());
  }

  private boolean isLess(byte[] keyTypes, int[] keyOffsets) {
    ValueOrder order = pattern.order();
    for (int i = 0; i < types.length; i++) {
      int comparison =
          order.compare(nullable(keyTypes[i]), array, keyOffsets[i], types[i], array, offsets[i]);
      if (comparison != 0) {
        return pattern.parts().get(i).descending() ? comparison > 0 : comparison < 0;
      }
    }
    return false;
  }

  private static byte nullable(byte type) {
    return type == BsonBytes.END ? BsonBytes.NULL : type;
  }
}
