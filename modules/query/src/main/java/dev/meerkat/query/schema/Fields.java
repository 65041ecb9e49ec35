package dev.meerkat.query.schema;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.values.FieldPath;
import dev.meerkat.values.QueryPaths;
import dev.meerkat.values.QueryPaths.LeafArrays;

/** Finds the properties of a document. Threads: immutable. */
final class Fields {
  private static final QueryPaths.Visitor IS_THERE = (type, _, _, _) -> type != BsonBytes.END;

  private Fields() {}

  /** The element of a property, or -1; a name with points leads into documents, not arrays. */
  static int find(FieldPath path, byte[] array, int documentOffset) {
    int document = documentOffset;
    for (int i = 0; ; i++) {
      int element = BsonBytes.findElement(array, document, path.bytes(i));
      if (element < 0 || i == path.size() - 1) {
        return element;
      }
      if (array[element] != BsonBytes.DOCUMENT) {
        return -1;
      }
      document = BsonBytes.valueOffset(array, element);
    }
  }

  /** Whether there is such a property; a name with points leads into arrays, too. */
  static boolean exists(FieldPath path, byte[] array, int documentOffset) {
    return QueryPaths.walk(path, LeafArrays.ARRAY, array, documentOffset, IS_THERE);
  }
}
