package dev.meerkat.engine.timeseries;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.ValueOrder;
import dev.meerkat.values.CanonicalType;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The least and the greatest of the values that one path has in a bucket; of documents and arrays
 * that of each field and element by itself. Threads: confined to one operation.
 */
final class ValueRange {
  private final ValueOrder order;
  private @Nullable Value least;
  private @Nullable Value greatest;
  private @Nullable Map<String, ValueRange> fields;
  private byte type;

  ValueRange(ValueOrder order) {
    this.order = order;
  }

  /** A value where it stands. */
  private record Value(byte type, byte[] array, int offset) {}

  /** The range of what a bucket says of it. */
  static ValueRange of(ValueOrder order, byte[] array, int least, int greatest) {
    ValueRange range = new ValueRange(order);
    range.add(array, least);
    range.add(array, greatest);
    return range;
  }

  /** Whether a value is of the kind that the path has in the bucket. */
  boolean takes(byte[] array, int element) {
    byte valueType = array[element];
    if (type == BsonBytes.END) {
      return true;
    }
    Map<String, ValueRange> known = fields;
    if (known == null) {
      return CanonicalType.of(type) == CanonicalType.of(valueType);
    }
    if (type != valueType) {
      return false;
    }
    int next = BsonBytes.firstElement(BsonBytes.valueOffset(array, element));
    while (array[next] != BsonBytes.END) {
      ValueRange field = known.get(BsonBytes.name(array, next));
      if (field != null && !field.takes(array, next)) {
        return false;
      }
      next = BsonBytes.nextElement(array, next);
    }
    return true;
  }

  /** Widens the range by a value that it takes; the bytes must stay as they are. */
  void add(byte[] array, int element) {
    type = array[element];
    int value = BsonBytes.valueOffset(array, element);
    if (type != BsonBytes.DOCUMENT && type != BsonBytes.ARRAY) {
      widen(new Value(type, array, value));
      return;
    }
    if (fields == null) {
      fields = new LinkedHashMap<>();
    }
    int next = BsonBytes.firstElement(value);
    while (array[next] != BsonBytes.END) {
      fields
          .computeIfAbsent(BsonBytes.name(array, next), name -> new ValueRange(order))
          .add(array, next);
      next = BsonBytes.nextElement(array, next);
    }
  }

  private void widen(Value value) {
    if (least == null || compare(value, least) < 0) {
      least = value;
    }
    if (greatest == null || compare(value, greatest) > 0) {
      greatest = value;
    }
  }

  private int compare(Value a, Value b) {
    return order.compare(a.type, a.array, a.offset, b.type, b.array, b.offset);
  }

  /** Writes one end of the range. */
  void append(DocumentBuilder builder, String name, boolean isLeast) {
    Map<String, ValueRange> known = fields;
    if (known == null) {
      Value end = isLeast ? least : greatest;
      if (end != null) {
        int size = BsonBytes.valueSize(end.array, end.type, end.offset);
        builder.appendRaw(BsonBytes.nameBytes(name), end.type, end.array, end.offset, size);
      }
      return;
    }
    if (type == BsonBytes.ARRAY) {
      builder.beginArray(name);
    } else {
      builder.beginDocument(name);
    }
    known.forEach((field, range) -> range.append(builder, field, isLeast));
    builder.end();
  }
}
