package dev.meerkat.geo;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.index.KeySink;
import dev.meerkat.values.FieldPath;
import dev.meerkat.values.QueryPaths;
import java.util.ArrayList;
import java.util.List;

/**
 * The values that one component of a key has in a document. Threads: confined to one operation.
 *
 * @param values what each puts into a key
 * @param isMultikey whether an array was met
 */
record PathValues(List<PathValues.Part> values, boolean isMultikey) {
  /** One component of one key. */
  @FunctionalInterface
  interface Part {
    void appendTo(KeySink sink);
  }

  /** The values of a plain path, the elements of arrays each by itself. */
  static PathValues plain(FieldPath path, DocumentView document) {
    List<Part> values = new ArrayList<>();
    boolean[] isMultikey = new boolean[1];
    QueryPaths.walk(
        path,
        QueryPaths.LeafArrays.ELEMENTS,
        document.array(),
        document.offset(),
        (type, array, offset, index) -> {
          isMultikey[0] |= index >= 0;
          values.add(
              type == BsonBytes.END
                  ? KeySink::appendNull
                  : sink -> sink.append(type, array, offset));
          return false;
        });
    if (values.isEmpty()) {
      // An array that is empty, or holds nothing that has the field: it counts as either.
      values.add(KeySink::appendUndefined);
      values.add(KeySink::appendNull);
    }
    return new PathValues(values, isMultikey[0] || values.size() > 1);
  }

  /** Puts each combination of the components' values into a sink. */
  static void combine(List<PathValues> components, KeySink sink) {
    for (int i = 0; i < components.size(); i++) {
      if (components.get(i).isMultikey) {
        sink.multikey(i);
      }
    }
    int[] at = new int[components.size()];
    int next;
    do {
      for (int i = 0; i < at.length; i++) {
        components.get(i).values.get(at[i]).appendTo(sink);
      }
      sink.endKey();
      next = at.length - 1;
      while (next >= 0 && ++at[next] == components.get(next).values.size()) {
        at[next--] = 0;
      }
    } while (next >= 0);
  }
}
