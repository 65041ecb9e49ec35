package dev.meerkat.engine.collection;

import dev.meerkat.aggregation.timeseries.BucketReader;
import dev.meerkat.engine.timeseries.SeriesStatements;
import dev.meerkat.engine.timeseries.TimeseriesOptions;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;

/**
 * An update of a time-series collection, which changes the series of whole buckets, as an update of
 * the buckets. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/core/timeseries/timeseries-limitations/#updates">Limitations
 *     of updates</a>
 */
final class TimeseriesUpdate {
  private TimeseriesUpdate() {}

  /**
   * The same statement on buckets.
   *
   * @throws ServerException 72 for what cannot be done to series
   */
  static UpdateRun.Spec onBuckets(UpdateRun.Spec spec, TimeseriesOptions options) {
    if (!spec.multi()) {
      throw refused("Cannot perform a non-multi update on a time-series collection");
    }
    if (spec.upsert()) {
      throw refused("Cannot perform an upsert on a time-series collection");
    }
    SeriesStatements series = new SeriesStatements(options);
    return new UpdateRun.Spec(
        TimeseriesOptions.buckets(spec.namespace()),
        series.query(spec.q()),
        series.update(spec.u()),
        spec.arrayFilters(),
        true,
        false,
        series.hint(spec.hint()),
        spec.collation(),
        spec.let(),
        spec.sort(),
        spec.bypassValidation(),
        spec.keepEmptyTimestamps(),
        false,
        bucket -> new BucketReader(options.shape()).count(bucket));
  }

  static ServerException refused(String message) {
    return new ServerException(ErrorCode.INVALID_OPTIONS, message);
  }
}
