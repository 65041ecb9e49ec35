package dev.meerkat.values;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ValueSink;
import org.bson.BsonArray;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Follows a path through a document as aggregation's {@code "$a.b"} does: arrays on the way are
 * mapped, elements without the path are left out, and a numeric component is only a key. Threads:
 * immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/core/field-paths/">Field paths</a>
 */
public final class ExpressionPaths {
  private static final byte[] NO_NAME = {};

  /** A value that stands alone in a document under the empty name begins here. */
  private static final int LONE_VALUE = 6;

  private ExpressionPaths() {}

  /** The value at the path's end, or null where it is missing. */
  public static @Nullable BsonValue evaluate(FieldPath path, DocumentView document) {
    byte[] array = document.array();
    int last = path.size() - 1;
    int offset = document.offset();
    for (int i = 0; ; i++) {
      int element = BsonBytes.findElement(array, offset, path.bytes(i));
      if (element < 0) {
        return null;
      }
      byte type = array[element];
      offset = element + path.bytes(i).length + 2;
      if (i == last) {
        return BsonBytes.decode(array, type, offset);
      }
      if (type == BsonBytes.ARRAY) {
        return mapped(path, i + 1, array, offset);
      }
      if (type != BsonBytes.DOCUMENT) {
        return null;
      }
    }
  }

  private static BsonValue mapped(FieldPath path, int component, byte[] array, int arrayOffset) {
    DocumentView view = map(path, component, array, arrayOffset);
    return BsonBytes.decode(view.array(), BsonBytes.ARRAY, LONE_VALUE);
  }

  /** Hands the value at the path's end to the sink, or nothing where it is missing. */
  public static void evaluateInto(FieldPath path, DocumentView document, ValueSink sink) {
    byte[] array = document.array();
    int last = path.size() - 1;
    int offset = document.offset();
    for (int i = 0; ; i++) {
      int element = BsonBytes.findElement(array, offset, path.bytes(i));
      if (element < 0) {
        return;
      }
      byte type = array[element];
      offset = element + path.bytes(i).length + 2;
      if (i == last) {
        sink.raw(type, array, offset, BsonBytes.valueSize(array, type, offset));
        return;
      }
      if (type == BsonBytes.ARRAY) {
        DocumentView view = map(path, i + 1, array, offset);
        int length = BsonBytes.int32(view.array(), LONE_VALUE);
        sink.raw(BsonBytes.ARRAY, view.array(), LONE_VALUE, length);
        return;
      }
      if (type != BsonBytes.DOCUMENT) {
        return;
      }
    }
  }

  /** A document whose one value is the array of what the path finds in an array's elements. */
  private static DocumentView map(FieldPath path, int component, byte[] array, int arrayOffset) {
    DocumentBuilder builder = new DocumentBuilder(64);
    builder.beginArray(NO_NAME);
    mapElements(path, component, array, arrayOffset, builder);
    return builder.end().toView();
  }

  private static void mapElements(
      FieldPath path, int component, byte[] array, int arrayOffset, DocumentBuilder builder) {
    int element = arrayOffset + 4;
    byte type;
    while ((type = array[element]) != BsonBytes.END) {
      int value = BsonBytes.valueOffset(array, element);
      // Arrays directly inside arrays are not entered.
      if (type == BsonBytes.DOCUMENT) {
        mapDocument(path, component, array, value, builder);
      }
      element = value + BsonBytes.valueSize(array, type, value);
    }
  }

  private static void mapDocument(
      FieldPath path, int component, byte[] array, int documentOffset, DocumentBuilder builder) {
    int offset = documentOffset;
    for (int i = component; ; i++) {
      int element = BsonBytes.findElement(array, offset, path.bytes(i));
      if (element < 0) {
        return;
      }
      byte type = array[element];
      offset = element + path.bytes(i).length + 2;
      if (i == path.size() - 1) {
        int length = BsonBytes.valueSize(array, type, offset);
        builder.appendRaw(builder.nextIndex(), type, array, offset, length);
        return;
      }
      if (type == BsonBytes.ARRAY) {
        builder.beginArray(builder.nextIndex());
        mapElements(path, i + 1, array, offset, builder);
        builder.end();
        return;
      }
      if (type != BsonBytes.DOCUMENT) {
        return;
      }
    }
  }

  /**
   * The value at the path's end within a value, for variables; or null where it is missing. An
   * array as the root is mapped.
   */
  public static @Nullable BsonValue evaluate(FieldPath path, BsonValue root) {
    return evaluate(path, 0, root);
  }

  private static @Nullable BsonValue evaluate(FieldPath path, int component, BsonValue root) {
    BsonValue value = root;
    for (int i = component; i < path.size(); i++) {
      if (value.isArray()) {
        return evaluateElements(path, i, value.asArray());
      }
      if (!value.isDocument()) {
        return null;
      }
      BsonValue field = value.asDocument().get(path.component(i));
      if (field == null) {
        return null;
      }
      value = field;
    }
    return value;
  }

  private static BsonArray evaluateElements(FieldPath path, int component, BsonArray array) {
    BsonArray results = new BsonArray();
    for (BsonValue element : array) {
      BsonValue result = element.isDocument() ? evaluate(path, component, element) : null;
      if (result != null) {
        results.add(result);
      }
    }
    return results;
  }
}
