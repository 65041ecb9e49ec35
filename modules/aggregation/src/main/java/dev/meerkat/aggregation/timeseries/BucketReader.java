package dev.meerkat.aggregation.timeseries;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads the measurements of one bucket after the other: the time first, then the series, then the
 * other fields in the order in which they came to the bucket. Threads: confined to one operation.
 */
public final class BucketReader {
  private final Predicate<String> wanted;
  private final byte[] time;
  private final byte @Nullable [] meta;
  private final boolean showsTime;
  private final DocumentBuilder builder = new DocumentBuilder(256);
  private final List<Column> columns = new ArrayList<>();
  private byte[] array = new byte[0];
  private int metaElement = -1;
  private int timeElement = -1;
  private @Nullable DocumentView current;

  /** Shows whole measurements. */
  public BucketReader(BucketShape shape) {
    this(shape, field -> true);
  }

  /**
   * @param wanted the fields of a measurement that are shown
   */
  BucketReader(BucketShape shape, Predicate<String> wanted) {
    this.wanted = wanted;
    this.time = BsonBytes.nameBytes(shape.timeField());
    this.showsTime = wanted.test(shape.timeField());
    String metaField = shape.metaField();
    // A field that is the time and the series both is shown once.
    this.meta =
        metaField == null || metaField.equals(shape.timeField()) || !wanted.test(metaField)
            ? null
            : BsonBytes.nameBytes(metaField);
  }

  /** The values that one field has in the measurements: where the next of them stands. */
  private static final class Column {
    private final byte[] name;
    private int element;

    Column(byte[] name, int element) {
      this.name = name;
      this.element = element;
    }
  }

  /**
   * Begins a bucket, whose bytes must stay as they are while it is read.
   *
   * @throws ServerException 238 where its columns are compressed
   */
  public void open(DocumentView bucket) {
    array = bucket.array();
    columns.clear();
    current = null;
    timeElement = -1;
    metaElement = meta == null ? -1 : bucket.find(BucketShape.META_NAME);
    int data = bucket.find(BucketShape.DATA_NAME);
    if (data < 0 || array[data] != BsonBytes.DOCUMENT) {
      return;
    }
    int column = BsonBytes.firstElement(BsonBytes.valueOffset(array, data));
    while (array[column] != BsonBytes.END) {
      addColumn(column);
      column = BsonBytes.nextElement(array, column);
    }
  }

  private void addColumn(int column) {
    int value = BsonBytes.valueOffset(array, column);
    if (array[column] != BsonBytes.DOCUMENT) {
      throw new ServerException(
          ErrorCode.NOT_IMPLEMENTED, "compressed buckets of time-series collections are not read");
    }
    int first = BsonBytes.firstElement(value);
    if (BsonBytes.nameEquals(array, column, time)) {
      timeElement = first;
    } else if (wanted.test(BsonBytes.name(array, column))) {
      columns.add(new Column(Arrays.copyOfRange(array, column + 1, value - 1), first));
    }
  }

  /** Moves to the bucket's next measurement; false where there is none. */
  public boolean advance() {
    if (timeElement < 0 || array[timeElement] == BsonBytes.END) {
      current = null;
      return false;
    }
    builder.clear();
    if (showsTime) {
      append(time, timeElement);
    }
    if (meta != null && metaElement >= 0) {
      append(meta, metaElement);
    }
    for (Column column : columns) {
      int element = column.element;
      if (array[element] != BsonBytes.END && isSameName(element, timeElement)) {
        append(column.name, element);
        column.element = BsonBytes.nextElement(array, element);
      }
    }
    timeElement = BsonBytes.nextElement(array, timeElement);
    current = builder.toView();
    return true;
  }

  /** The measurement, valid until the reader moves. */
  public DocumentView current() {
    if (current == null) {
      throw new IllegalStateException("no measurement");
    }
    return current;
  }

  /** The number of measurements of a bucket. */
  public int count(DocumentView bucket) {
    open(bucket);
    int count = 0;
    for (int element = timeElement;
        element >= 0 && array[element] != BsonBytes.END;
        element = BsonBytes.nextElement(array, element)) {
      count++;
    }
    return count;
  }

  private void append(byte[] name, int element) {
    int value = BsonBytes.valueOffset(array, element);
    byte type = array[element];
    builder.appendRaw(name, type, array, value, BsonBytes.valueSize(array, type, value));
  }

  /** Names of elements are rows here. */
  private boolean isSameName(int a, int b) {
    int i = a + 1;
    int j = b + 1;
    while (array[i] == array[j]) {
      if (array[i] == 0) {
        return true;
      }
      i++;
      j++;
    }
    return false;
  }
}
