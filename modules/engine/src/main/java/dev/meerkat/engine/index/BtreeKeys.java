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
      switch (types[i]) {
        case BsonBytes.END -> sink.appendNull();
        case BsonBytes.UNDEFINED -> sink.appendUndefined();
        default -> sink.append(types[i], array, offsets[i]);
      }
    }
    sink.endKey();
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
