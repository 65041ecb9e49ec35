package dev.meerkat.engine.timeseries;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;

/**
 * A document of a time-series collection on its way into a bucket. Threads: immutable.
 *
 * @param millis its time
 */
public record Measurement(DocumentView document, long millis, Series series) {
  /**
   * Finds time and series of a document, which stays where it is.
   *
   * @throws ServerException 2 where it has no time
   */
  public static Measurement of(DocumentView document, TimeseriesOptions options) {
    byte[] array = document.array();
    int time = document.find(BsonBytes.nameBytes(options.timeField()));
    if (time < 0 || array[time] != BsonBytes.DATE_TIME) {
      throw new ServerException(
          ErrorCode.BAD_VALUE,
          "'"
              + options.timeField()
              + "' must be present and contain a valid BSON UTC datetime value");
    }
    String metaField = options.metaField();
    int meta = metaField == null ? -1 : document.find(BsonBytes.nameBytes(metaField));
    return new Measurement(
        document,
        BsonBytes.int64(array, BsonBytes.valueOffset(array, time)),
        meta < 0 ? Series.NONE : Series.of(array, meta));
  }
}
