package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.values.FieldPath;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes documents with another value at a path, as {@code as} of {@code $lookup} and the path of
 * {@code $unwind} say: arrays are not entered, and all other fields are copied as they stand.
 * Threads: immutable.
 */
final class PathWriter {
  private PathWriter() {}

  /** Writes a value under a name. */
  @FunctionalInterface
  interface Value {
    void write(byte[] name, DocumentBuilder out);
  }

  /** A value that is an array, whose elements are appended under the builder's next index. */
  static Value array(Consumer<DocumentBuilder> elements) {
    return (name, out) -> {
      out.beginArray(name);
      elements.accept(out);
      out.end();
    };
  }

  /**
   * The document with a value at a path, or without it.
   *
   * @param out what is there before is written over
   * @param value null where the field is to go
   */
  static DocumentView with(
      DocumentView document, FieldPath path, DocumentBuilder out, @Nullable Value value) {
    out.clear();
    write(document.array(), document.offset(), path, 0, out, value);
    return out.toView();
  }

  private static void write(
      byte[] bytes,
      int offset,
      FieldPath path,
      int depth,
      DocumentBuilder out,
      @Nullable Value value) {
    byte[] name = path.bytes(depth);
    boolean isSeen = false;
    int element = BsonBytes.firstElement(offset);
    while (bytes[element] != BsonBytes.END) {
      if (isSeen || !BsonBytes.nameEquals(bytes, element, name)) {
        out.appendElement(bytes, element);
      } else {
        isSeen = true;
        if (depth == path.size() - 1) {
          writeNew(path, depth, out, value);
        } else if (bytes[element] == BsonBytes.DOCUMENT) {
          out.beginDocument(name);
          write(bytes, BsonBytes.valueOffset(bytes, element), path, depth + 1, out, value);
          out.end();
        } else if (value == null) {
          out.appendElement(bytes, element);
        } else {
          writeNew(path, depth, out, value);
        }
      }
      element = BsonBytes.nextElement(bytes, element);
    }
    if (!isSeen) {
      writeNew(path, depth, out, value);
    }
  }

  private static void writeNew(
      FieldPath path, int depth, DocumentBuilder out, @Nullable Value value) {
    if (value == null) {
      return;
    }
    for (int i = depth; i < path.size() - 1; i++) {
      out.beginDocument(path.bytes(i));
    }
    value.write(path.bytes(path.size() - 1), out);
    for (int i = depth; i < path.size() - 1; i++) {
      out.end();
    }
  }
}
