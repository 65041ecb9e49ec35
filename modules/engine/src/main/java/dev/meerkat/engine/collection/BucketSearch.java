package dev.meerkat.engine.collection;

import dev.meerkat.aggregation.timeseries.BucketPredicates;
import dev.meerkat.aggregation.timeseries.BucketShape;
import dev.meerkat.engine.Turn;
import dev.meerkat.engine.index.CollectionIndex;
import dev.meerkat.engine.index.PartialIndex;
import dev.meerkat.engine.timeseries.BucketBuilder;
import dev.meerkat.engine.timeseries.Measurement;
import dev.meerkat.engine.timeseries.TimeseriesOptions;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.KeyRange;
import dev.meerkat.spi.storage.SortedCursor;
import dev.meerkat.values.KeyString;
import dev.meerkat.values.KeyStringBuilder;
import java.util.List;
import org.bson.BsonDateTime;
import org.bson.BsonObjectId;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Finds the stored bucket that may take a measurement: the youngest of its series that begins no
 * later, by the index on series and time, or else by {@code _id}. What is not found among few is
 * not looked for longer: a new bucket does as well. Threads: confined to one turn.
 */
final class BucketSearch {
  private static final int CANDIDATES = 4;

  private final Turn turn;
  private final StoredCollection buckets;
  private final TimeseriesOptions options;
  private final @Nullable CollectionIndex bySeries;

  BucketSearch(Turn turn, StoredCollection buckets, TimeseriesOptions options) {
    this.turn = turn;
    this.buckets = buckets;
    this.options = options;
    this.bySeries = bySeries(buckets, options.shape());
  }

  /** A bucket found, and where it is. */
  record Found(long recordId, DocumentView stored, BucketBuilder builder) {}

  private static @Nullable CollectionIndex bySeries(StoredCollection buckets, BucketShape shape) {
    List<String> wanted = List.of(BucketShape.META, shape.minTime(), shape.maxTime());
    for (CollectionIndex index : buckets.indexes()) {
      var pattern = index.definition().keyPattern();
      boolean fits =
          List.copyOf(pattern.keySet()).equals(wanted)
              && pattern.values().stream()
                  .allMatch(value -> value.isNumber() && value.asNumber().doubleValue() > 0);
      if (fits
          && !(index.compiled() instanceof PartialIndex)
          && !index.definition().spec().containsKey("sparse")) {
        return index;
      }
    }
    return null;
  }

  @Nullable Found find(Measurement measurement) {
    DocumentView meta = measurement.series().bucketMeta();
    // An index has a key for each element of an array, and none for the whole.
    boolean isArray =
        !meta.isEmpty() && meta.array()[BsonBytes.firstElement(meta.offset())] == BsonBytes.ARRAY;
    return options.metaField() == null || bySeries == null || isArray
        ? among(buckets.indexes().getFirst(), idRange(measurement), measurement)
        : among(bySeries, seriesRange(bySeries, measurement), measurement);
  }

  private KeyRange seriesRange(CollectionIndex index, Measurement measurement) {
    return range(
        key(index, measurement, earliest(measurement)),
        key(index, measurement, measurement.millis()));
  }

  private static byte[] key(CollectionIndex index, Measurement measurement, long millis) {
    KeyStringBuilder key = index.keyBuilder();
    DocumentView meta = measurement.series().bucketMeta();
    if (meta.isEmpty()) {
      key.appendNull(false);
    } else {
      byte[] array = meta.array();
      int element = BsonBytes.firstElement(meta.offset());
      key.append(array[element], array, BsonBytes.valueOffset(array, element), false);
    }
    return key.append(new BsonDateTime(millis), false).toKey();
  }

  private KeyRange idRange(Measurement measurement) {
    CollectionIndex index = buckets.indexes().getFirst();
    return range(
        key(index, new BsonObjectId(BucketPredicates.firstId(earliest(measurement)))),
        key(index, new BsonObjectId(BucketPredicates.lastId(measurement.millis()))));
  }

  private static byte[] key(CollectionIndex index, BsonValue id) {
    return index.keyBuilder().append(id, false).toKey();
  }

  /** The earliest begin of a bucket that may take a measurement. */
  private long earliest(Measurement measurement) {
    long span = options.spanSeconds() * 1_000L;
    long millis = measurement.millis();
    return millis < Long.MIN_VALUE + span ? Long.MIN_VALUE : millis - span;
  }

  /** From the first key to all that begin with the last. */
  private static KeyRange range(byte[] first, byte[] last) {
    return new KeyRange(first, true, KeyRange.successor(last), false);
  }

  private @Nullable Found among(CollectionIndex index, KeyRange range, Measurement measurement) {
    try (SortedCursor cursor = index.table().open(turn.transaction(), range, Direction.REVERSE)) {
      for (int i = 0; i < CANDIDATES && cursor.advance(); i++) {
        long recordId = KeyString.decodeRecordId(cursor.key(), cursor.keyLength());
        DocumentView stored = buckets.records().find(turn.transaction(), recordId);
        if (stored == null) {
          continue;
        }
        DocumentView kept = stored.retain();
        BucketBuilder builder = BucketBuilder.of(options, buckets.collation().order(), kept);
        if (builder != null && builder.takes(measurement)) {
          return new Found(recordId, kept, builder);
        }
      }
      return null;
    }
  }
}
