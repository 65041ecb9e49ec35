package dev.meerkat.engine.index;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.index.KeySink;
import dev.meerkat.values.PathKeys;
import java.util.List;

/**
 * Writes the keys of a document into an ordered index. Threads: confined to one operation.
 *
 * @param beginnings of the path of each component, the shortest first
 * @param sparse whether a document in which all paths end in nothing has no key
 */
record BtreeKeys(List<List<String>> beginnings, boolean sparse, KeySink sink)
    implements PathKeys.Sink {
  @Override
  public void key(byte[] types, byte[] array, int[] offsets) {
    if (sparse && isMissing(types)) {
      return;
    }
    for (int i = 0; i < types.length; i++) {
      append(types[i], array, offsets[i]);
    }
    sink.endKey();
  }

  /**
   * The only key of a document under the only path, which is a field that holds no array.
   *
   * @param type {@link BsonBytes#END} where the field is missing
   * @param element where it begins
   */
  void key(byte type, byte[] array, int element) {
    if (type == BsonBytes.END) {
      if (!sparse) {
        sink.appendNull();
        sink.endKey();
      }
      return;
    }
    append(type, array, BsonBytes.valueOffset(array, element));
    sink.endKey();
  }

  private void append(byte type, byte[] array, int offset) {
    switch (type) {
      case BsonBytes.END -> sink.appendNull();
      case BsonBytes.UNDEFINED -> sink.appendUndefined();
      default -> sink.append(type, array, offset);
    }
  }

  @Override
  public void multikey(int path, int components) {
    sink.multikey(path);
    sink.arrayAt(beginnings.get(path).get(components - 1));
  }

  private static boolean isMissing(byte[] types) {
    for (byte type : types) {
      if (type != BsonBytes.END) {
        return false;
      }
    }
    return true;
  }
}
