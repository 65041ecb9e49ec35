package dev.meerkat.engine.timeseries;

import dev.meerkat.aggregation.timeseries.BucketPredicates;
import dev.meerkat.aggregation.timeseries.BucketShape;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Limits;
import dev.meerkat.spi.Seeds;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.ValueOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Adds measurements to a bucket, new or stored. Columns are kept as bytes, so that what is stored
 * is copied and not read. Threads: confined to one operation.
 */
public final class BucketBuilder {
  private static final int MAX_COUNT = 1_000;
  private static final int MAX_BYTES = 128_000;

  /** A bucket of fewer measurements takes more bytes, for its measurements are large. */
  private static final int MIN_COUNT = 10;

  private static final int MAX_LARGE_BYTES = 4 << 20;

  private static final byte[] ID = BsonBytes.nameBytes("_id");
  private static final byte[] CONTROL = BsonBytes.nameBytes(BucketShape.CONTROL);
  private static final byte[] DATA = BsonBytes.nameBytes(BucketShape.DATA);
  private static final byte[] VERSION = BsonBytes.nameBytes("version");
  private static final byte[] MIN = BsonBytes.nameBytes("min");
  private static final byte[] MAX = BsonBytes.nameBytes("max");
  private static final byte[] CLOSED = BsonBytes.nameBytes("closed");

  private final TimeseriesOptions options;
  private final ValueOrder order;
  private final ObjectId id;
  private final Series series;
  private final long beginMillis;
  private final Map<String, Column> columns = new LinkedHashMap<>();
  private final Map<String, ValueRange> ranges = new LinkedHashMap<>();
  private long lastMillis = Long.MIN_VALUE;
  private int count;
  private int bytes;

  private BucketBuilder(
      TimeseriesOptions options, ValueOrder order, ObjectId id, Series series, long beginMillis) {
    this.options = options;
    this.order = order;
    this.id = id;
    this.series = series;
    this.beginMillis = beginMillis;
  }

  /** The values of one field, and the row of the last of them. */
  private static final class Column {
    private final DocumentBuilder values = new DocumentBuilder(64);
    private int lastRow = -1;
  }

  /** A bucket that a measurement is the first of. */
  public static BucketBuilder begin(
      TimeseriesOptions options, ValueOrder order, Measurement first, Seeds seeds) {
    long begin = options.round(first.millis());
    byte[] bytes = seeds.newObjectId().toByteArray();
    BucketPredicates.putSeconds(bytes, begin);
    return new BucketBuilder(options, order, new ObjectId(bytes), first.series(), begin);
  }

  /** A stored bucket without its measurements: what it was and where it begins stays. */
  public static BucketBuilder emptied(
      TimeseriesOptions options, ValueOrder order, DocumentView bucket) {
    byte[] array = bucket.array();
    int id = BsonBytes.valueOffset(array, bucket.find(ID));
    int least = control(bucket, MIN);
    int time = BsonBytes.findElement(array, least, BsonBytes.nameBytes(options.timeField()));
    return new BucketBuilder(
        options,
        order,
        new ObjectId(Arrays.copyOfRange(array, id, id + 12)),
        Series.ofBucket(bucket),
        BsonBytes.int64(array, BsonBytes.valueOffset(array, time)));
  }

  /**
   * A stored bucket that may take more, or null where it is of a kind that takes none: compressed,
   * or closed.
   *
   * @param bucket whose bytes stay as they are
   */
  public static @Nullable BucketBuilder of(
      TimeseriesOptions options, ValueOrder order, DocumentView bucket) {
    byte[] array = bucket.array();
    int id = bucket.find(ID);
    int control = bucket.find(CONTROL);
    int data = bucket.find(DATA);
    if (id < 0
        || array[id] != BsonBytes.OBJECT_ID
        || control < 0
        || data < 0
        || isClosed(array, control)
        || !isUncompressed(array, control)) {
      return null;
    }
    BucketBuilder builder = emptied(options, order, bucket);
    if (!builder.copyColumns(array, BsonBytes.valueOffset(array, data))) {
      return null;
    }
    builder.copyRanges(array, control(bucket, MIN), control(bucket, MAX));
    return builder;
  }

  private static boolean isClosed(byte[] array, int control) {
    int closed = BsonBytes.findElement(array, BsonBytes.valueOffset(array, control), CLOSED);
    return closed >= 0
        && array[closed] == BsonBytes.BOOLEAN
        && array[BsonBytes.valueOffset(array, closed)] != 0;
  }

  private static boolean isUncompressed(byte[] array, int control) {
    int version = BsonBytes.findElement(array, BsonBytes.valueOffset(array, control), VERSION);
    return version >= 0
        && array[version] == BsonBytes.INT32
        && BsonBytes.int32(array, BsonBytes.valueOffset(array, version))
            == BucketShape.UNCOMPRESSED;
  }

  /** Where a document of the bucket's control begins. */
  private static int control(DocumentView bucket, byte[] name) {
    byte[] array = bucket.array();
    int control = BsonBytes.valueOffset(array, bucket.find(CONTROL));
    return BsonBytes.valueOffset(array, BsonBytes.findElement(array, control, name));
  }

  /** Answers false where a client has put something there that is no column. */
  private boolean copyColumns(byte[] array, int data) {
    int element = BsonBytes.firstElement(data);
    while (array[element] != BsonBytes.END) {
      if (array[element] != BsonBytes.DOCUMENT) {
        return false;
      }
      int value = BsonBytes.valueOffset(array, element);
      int length = BsonBytes.int32(array, value) - 5;
      String name = BsonBytes.name(array, element);
      Column column = new Column();
      column.values.appendElements(array, BsonBytes.firstElement(value), length);
      columns.put(name, column);
      bytes += length;
      if (name.equals(options.timeField()) && !countRows(array, value)) {
        return false;
      }
      element = BsonBytes.nextElement(array, element);
    }
    return true;
  }

  private boolean countRows(byte[] array, int times) {
    int element = BsonBytes.firstElement(times);
    while (array[element] != BsonBytes.END) {
      // Rows are counted here from 0; others may leave some out, and are left as they are.
      if (array[element] != BsonBytes.DATE_TIME
          || !BsonBytes.name(array, element).equals(Integer.toString(count))) {
        return false;
      }
      count++;
      lastMillis =
          Math.max(lastMillis, BsonBytes.int64(array, BsonBytes.valueOffset(array, element)));
      element = BsonBytes.nextElement(array, element);
    }
    return true;
  }

  private void copyRanges(byte[] array, int least, int greatest) {
    int element = BsonBytes.firstElement(least);
    while (array[element] != BsonBytes.END) {
      String name = BsonBytes.name(array, element);
      int other = BsonBytes.findElement(array, greatest, BsonBytes.nameBytes(name));
      if (other >= 0 && !name.equals(options.timeField())) {
        ranges.put(name, ValueRange.of(order, array, element, other));
      }
      element = BsonBytes.nextElement(array, element);
    }
  }

  /** Whether a measurement may be added. */
  public boolean takes(Measurement measurement) {
    if (!series.equals(measurement.series())) {
      return false;
    }
    if (count == 0) {
      return true;
    }
    long since = measurement.millis() - beginMillis;
    // The difference of two times may be more than a number holds: it is negative then.
    boolean inTime =
        measurement.millis() >= beginMillis && since >= 0 && since < options.spanSeconds() * 1_000L;
    return inTime && hasRoom(measurement.document().length()) && isAlike(measurement.document());
  }

  private boolean hasRoom(int more) {
    int after = bytes + more;
    return count < MAX_COUNT && after <= (count < MIN_COUNT ? MAX_LARGE_BYTES : MAX_BYTES);
  }

  private boolean isAlike(DocumentView document) {
    byte[] array = document.array();
    int element = BsonBytes.firstElement(document.offset());
    while (array[element] != BsonBytes.END) {
      ValueRange range = ranges.get(BsonBytes.name(array, element));
      if (range != null && !range.takes(array, element)) {
        return false;
      }
      element = BsonBytes.nextElement(array, element);
    }
    return true;
  }

  /** Adds a measurement, whose bytes stay as they are. */
  public void add(Measurement measurement) {
    DocumentView document = measurement.document();
    byte[] array = document.array();
    byte[] row = BsonBytes.nameBytes(Integer.toString(count));
    int element = BsonBytes.firstElement(document.offset());
    while (array[element] != BsonBytes.END) {
      String name = BsonBytes.name(array, element);
      boolean isTime = name.equals(options.timeField());
      if (isTime || !name.equals(options.metaField())) {
        append(name, row, array, element, isTime);
      }
      element = BsonBytes.nextElement(array, element);
    }
    lastMillis = Math.max(lastMillis, measurement.millis());
    count++;
  }

  private void append(String name, byte[] row, byte[] array, int element, boolean isTime) {
    Column column = columns.computeIfAbsent(name, field -> new Column());
    if (column.lastRow == count) {
      // A document may have a field twice, of which only the first is ever seen.
      return;
    }
    column.lastRow = count;
    byte type = array[element];
    int value = BsonBytes.valueOffset(array, element);
    int size = BsonBytes.valueSize(array, type, value);
    column.values.appendRaw(row, type, array, value, size);
    bytes += row.length + size + 2;
    if (!isTime) {
      ranges.computeIfAbsent(name, field -> new ValueRange(order)).add(array, element);
    }
  }

  public boolean isEmpty() {
    return count == 0;
  }

  /**
   * The bucket as it is stored.
   *
   * @throws ServerException 10334
   */
  public DocumentView toDocument() {
    DocumentBuilder builder = new DocumentBuilder(bytes + 512);
    builder.appendObjectId("_id", id);
    builder.beginDocument(CONTROL).appendInt32(VERSION, BucketShape.UNCOMPRESSED);
    appendRanges(builder.beginDocument(MIN), true);
    appendRanges(builder.beginDocument(MAX), false);
    builder.appendInt32("count", count).end();
    builder.appendFields(series.bucketMeta());
    builder.beginDocument(DATA);
    columns.forEach((name, column) -> builder.appendDocument(name, column.values.copy()));
    builder.end();
    if (builder.size() >= Limits.MAX_DOCUMENT_BYTES) {
      throw new ServerException(
          ErrorCode.BSON_OBJECT_TOO_LARGE,
          "a bucket with this measurement would be too large: " + builder.size() + " bytes");
    }
    return builder.toView();
  }

  private void appendRanges(DocumentBuilder builder, boolean isLeast) {
    builder.appendDateTime(options.timeField(), isLeast ? beginMillis : lastMillis);
    ranges.forEach((name, range) -> range.append(builder, name, isLeast));
    builder.end();
  }
}
