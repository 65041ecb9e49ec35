package dev.meerkat.aggregation.timeseries;

import dev.meerkat.spi.BsonBytes;
import org.jspecify.annotations.Nullable;

/**
 * Which fields of a measurement are its time and its series, and where they lie in a bucket: {@code
 * {_id, control: {version, min, max, count}, meta, data: {field: {"0": …, "1": …}}}}. Threads:
 * immutable.
 *
 * @param metaField what tells series apart, or null where there is one series only
 * @param spanSeconds how far apart the times of one bucket may be
 * @see <a href="https://www.mongodb.com/docs/manual/core/timeseries/timeseries-bucketing/">About
 *     buckets</a>
 */
public record BucketShape(String timeField, @Nullable String metaField, int spanSeconds) {
  /** The bucket's field that holds the series. */
  public static final String META = "meta";

  /** The bucket's field that says what measurements it has. */
  public static final String CONTROL = "control";

  /** The bucket's field with a column for each field of its measurements. */
  public static final String DATA = "data";

  /** The version of a bucket whose columns are documents and not compressed. */
  public static final int UNCOMPRESSED = 1;

  /** A path of the least values of a bucket. */
  public static final String MIN_PREFIX = "control.min.";

  /** A path of the greatest values of a bucket. */
  public static final String MAX_PREFIX = "control.max.";

  static final byte[] META_NAME = BsonBytes.nameBytes(META);
  static final byte[] DATA_NAME = BsonBytes.nameBytes(DATA);

  /** The path of the bucket's least time, rounded down. */
  public String minTime() {
    return MIN_PREFIX + timeField;
  }

  /** The path of the bucket's greatest time. */
  public String maxTime() {
    return MAX_PREFIX + timeField;
  }

  /**
   * The path below the bucket's {@code meta} that a path of a measurement stands for, or null where
   * it is no path of the series.
   */
  public @Nullable String metaPath(String path) {
    if (metaField == null || metaField.equals(timeField)) {
      return null;
    }
    if (path.equals(metaField)) {
      return META;
    }
    return path.startsWith(metaField + ".") ? META + path.substring(metaField.length()) : null;
  }
}
