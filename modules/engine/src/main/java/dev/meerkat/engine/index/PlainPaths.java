package dev.meerkat.engine.index;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ServerException;
import dev.meerkat.values.FieldPath;
import java.util.function.Function;

/** Follows paths that must not meet an array. Threads: immutable. */
final class PlainPaths {
  private PlainPaths() {}

  /**
   * Where the element at the end of a path stands, or -1.
   *
   * @param refusal of an array at a path
   */
  static int find(
      DocumentView document, FieldPath path, Function<String, ServerException> refusal) {
    byte[] array = document.array();
    int holder = document.offset();
    for (int i = 0; ; i++) {
      int element = BsonBytes.findElement(array, holder, path.bytes(i));
      if (element < 0) {
        return -1;
      }
      byte type = array[element];
      if (type == BsonBytes.ARRAY) {
        throw refusal.apply(path.prefix(i + 1).dotted());
      }
      if (i == path.size() - 1) {
        return element;
      }
      if (type != BsonBytes.DOCUMENT) {
        return -1;
      }
      holder = BsonBytes.valueOffset(array, element);
    }
  }
}
