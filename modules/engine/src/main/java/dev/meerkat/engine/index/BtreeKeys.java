package dev.meerkat.engine.index;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.index.KeySink;
import dev.meerkat.values.PathKeys;

/**
 * Writes the keys of a document into an ordered index. Threads: confined to one operation.
 *
 * @param sparse whether a document in which all paths end in nothing has no key
 */
record BtreeKeys(boolean sparse, KeySink sink) implements PathKeys.Sink {
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
  public void multikey(int path) {
    sink.multikey(path);
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
