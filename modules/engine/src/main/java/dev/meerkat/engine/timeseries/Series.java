package dev.meerkat.engine.timeseries;

import dev.meerkat.aggregation.timeseries.BucketShape;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * What the measurements of a bucket have in common: the value of the metaField, the fields of its
 * documents in the order of their names. Series are the same where their bytes are. Threads:
 * immutable.
 *
 * @param bucketMeta a document whose only field is the bucket's {@code meta}; empty where
 *     measurements have no metaField
 */
public record Series(DocumentView bucketMeta) {
  /** Of measurements without the field. */
  public static final Series NONE = new Series(DocumentView.EMPTY);

  private static final byte[] META = BsonBytes.nameBytes(BucketShape.META);

  /** The series of an element, be it of a measurement or of a bucket. */
  static Series of(byte[] array, int element) {
    DocumentBuilder builder = new DocumentBuilder(64);
    append(builder, META, array, element);
    return new Series(builder.toView().retain());
  }

  /** The series of a bucket as it is stored. */
  static Series ofBucket(DocumentView bucket) {
    int element = bucket.find(META);
    if (element < 0) {
      return NONE;
    }
    return new Series(
        new DocumentBuilder(64).appendElement(bucket.array(), element).toView().retain());
  }

  private static void append(DocumentBuilder builder, byte[] name, byte[] array, int element) {
    int value = BsonBytes.valueOffset(array, element);
    switch (array[element]) {
      case BsonBytes.DOCUMENT -> {
        builder.beginDocument(name);
        for (int field : sorted(array, value)) {
          append(builder, nameOf(array, field), array, field);
        }
        builder.end();
      }
      case BsonBytes.ARRAY -> {
        builder.beginArray(name);
        int next = BsonBytes.firstElement(value);
        while (array[next] != BsonBytes.END) {
          append(builder, nameOf(array, next), array, next);
          next = BsonBytes.nextElement(array, next);
        }
        builder.end();
      }
      default -> {
        byte type = array[element];
        builder.appendRaw(name, type, array, value, BsonBytes.valueSize(array, type, value));
      }
    }
  }

  private static List<Integer> sorted(byte[] array, int document) {
    List<Integer> fields = new ArrayList<>();
    int next = BsonBytes.firstElement(document);
    while (array[next] != BsonBytes.END) {
      fields.add(next);
      next = BsonBytes.nextElement(array, next);
    }
    fields.sort(Comparator.comparing(field -> nameOf(array, field), Arrays::compareUnsigned));
    return fields;
  }

  private static byte[] nameOf(byte[] array, int element) {
    return Arrays.copyOfRange(array, element + 1, BsonBytes.valueOffset(array, element) - 1);
  }
}
