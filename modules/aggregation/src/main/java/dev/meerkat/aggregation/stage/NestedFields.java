package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.values.FieldPath;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Fields at dotted paths of documents, arrays not entered. Threads: immutable. */
final class NestedFields {
  private NestedFields() {}

  static @Nullable BsonValue find(BsonDocument document, FieldPath path) {
    BsonValue value = document;
    for (int i = 0; i < path.size(); i++) {
      if (!(value instanceof BsonDocument fields)) {
        return null;
      }
      value = fields.get(path.component(i));
    }
    return value;
  }

  static @Nullable BsonValue find(DocumentView document, FieldPath path) {
    int element = element(document, path);
    byte[] array = document.array();
    return element < 0
        ? null
        : BsonBytes.decode(array, array[element], BsonBytes.valueOffset(array, element));
  }

  /** Where the field at a path stands in the document's array, or -1. */
  static int element(DocumentView document, FieldPath path) {
    byte[] array = document.array();
    int offset = document.offset();
    for (int i = 0; ; i++) {
      int element = BsonBytes.findElement(array, offset, path.bytes(i));
      if (element < 0 || i == path.size() - 1) {
        return element < 0 ? -1 : element;
      }
      if (array[element] != BsonBytes.DOCUMENT) {
        return -1;
      }
      offset = BsonBytes.valueOffset(array, element);
    }
  }

  /** Writes the document with another value at a path; nothing else of it is decoded. */
  static void write(DocumentView document, FieldPath path, BsonValue value, DocumentBuilder out) {
    if (path.size() >= FieldPath.MAX_COMPONENTS) {
      throw Documents.error(5984700, "Field path exceeds path length limit");
    }
    write(document.array(), document.offset(), path, 0, value, out);
  }

  private static void write(
      byte[] array, int document, FieldPath path, int depth, BsonValue value, DocumentBuilder out) {
    int found = BsonBytes.findElement(array, document, path.bytes(depth));
    int first = BsonBytes.firstElement(document);
    int end = document + BsonBytes.int32(array, document) - 1;
    boolean isLast = depth == path.size() - 1;
    out.appendElements(array, first, (found < 0 ? end : found) - first);
    if (isLast) {
      out.append(path.bytes(depth), value);
    } else {
      out.beginDocument(path.bytes(depth));
      if (found >= 0 && array[found] == BsonBytes.DOCUMENT) {
        write(array, BsonBytes.valueOffset(array, found), path, depth + 1, value, out);
      } else {
        nest(path, depth + 1, value, out);
      }
      out.end();
    }
    if (found >= 0) {
      int next = BsonBytes.nextElement(array, found);
      out.appendElements(array, next, end - next);
    }
  }

  private static void nest(FieldPath path, int depth, BsonValue value, DocumentBuilder out) {
    if (depth == path.size() - 1) {
      out.append(path.bytes(depth), value);
    } else {
      out.beginDocument(path.bytes(depth));
      nest(path, depth + 1, value, out);
      out.end();
    }
  }

  /** The document with another value at a path, or without it where the value is null. */
  static BsonDocument with(BsonDocument document, FieldPath path, @Nullable BsonValue value) {
    return with(document, path, 0, value);
  }

  private static BsonDocument with(
      BsonDocument document, FieldPath path, int depth, @Nullable BsonValue value) {
    BsonDocument changed = new BsonDocument();
    changed.putAll(document);
    String name = path.component(depth);
    if (depth == path.size() - 1) {
      if (value == null) {
        changed.remove(name);
      } else {
        changed.put(name, value);
      }
      return changed;
    }
    if (document.get(name) instanceof BsonDocument inner) {
      changed.put(name, with(inner, path, depth + 1, value));
    } else if (value != null) {
      changed.put(name, with(new BsonDocument(), path, depth + 1, value));
    }
    return changed;
  }
}
