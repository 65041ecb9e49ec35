package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.values.FieldPath;
import java.util.function.Consumer;

/**
 * Puts an array into a document, as {@code as} of {@code $lookup} says: its elements are written as
 * they are found. Threads: immutable.
 */
final class ArrayField {
  private ArrayField() {}

  /**
   * Writes the document with the array at a path.
   *
   * @param out empty; what is there before is written over
   * @param elements appends them, under {@link DocumentBuilder#nextIndex()}
   */
  static DocumentView with(
      DocumentView document,
      FieldPath path,
      DocumentBuilder out,
      Consumer<DocumentBuilder> elements) {
    out.clear();
    write(document.array(), document.offset(), path, 0, out, elements);
    return out.toView();
  }

  private static void write(
      byte[] bytes,
      int offset,
      FieldPath path,
      int depth,
      DocumentBuilder out,
      Consumer<DocumentBuilder> elements) {
    byte[] name = path.bytes(depth);
    boolean seen = false;
    int element = BsonBytes.firstElement(offset);
    while (bytes[element] != BsonBytes.END) {
      if (!seen && BsonBytes.nameEquals(bytes, element, name)) {
        seen = true;
        if (depth < path.size() - 1 && bytes[element] == BsonBytes.DOCUMENT) {
          out.beginDocument(name);
          write(bytes, BsonBytes.valueOffset(bytes, element), path, depth + 1, out, elements);
          out.end();
        } else {
          writeNew(path, depth, out, elements);
        }
      } else {
        out.appendElement(bytes, element);
      }
      element = BsonBytes.nextElement(bytes, element);
    }
    if (!seen) {
      writeNew(path, depth, out, elements);
    }
  }

  private static void writeNew(
      FieldPath path, int depth, DocumentBuilder out, Consumer<DocumentBuilder> elements) {
    for (int i = depth; i < path.size() - 1; i++) {
      out.beginDocument(path.bytes(i));
    }
    out.beginArray(path.bytes(path.size() - 1));
    elements.accept(out);
    out.end();
    for (int i = depth; i < path.size() - 1; i++) {
      out.end();
    }
  }
}
