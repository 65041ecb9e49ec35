package dev.meerkat.engine;

import dev.meerkat.aggregation.timeseries.BucketPredicates;
import dev.meerkat.engine.catalog.CatalogSnapshot;
import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.engine.catalog.IndexEntry;
import dev.meerkat.engine.collection.DeleteRequest;
import dev.meerkat.engine.collection.DeleteStatement;
import dev.meerkat.engine.timeseries.TimeseriesOptions;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import java.util.List;
import java.util.function.Supplier;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonNumber;
import org.bson.BsonObjectId;
import org.bson.BsonValue;

/**
 * Removes the documents whose time is up by a TTL index. Threads: one at a time.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/core/index-ttl/">TTL indexes</a>
 */
final class TimeToLive {
  private static final int DEFAULT_SLEEP_SECONDS = 60;
  private static final String PARTIAL = "partialFilterExpression";

  private final Engine engine;
  private final Supplier<BsonValue> enabled;
  private final Supplier<BsonValue> sleepSeconds;
  private long lastMillis;

  TimeToLive(Engine engine) {
    this.engine = engine;
    Parameters parameters = engine.server().parameters();
    this.enabled =
        parameters.define("ttlMonitorEnabled", BsonBoolean.TRUE, TimeToLive::checkEnabled, true);
    this.sleepSeconds =
        parameters.define(
            "ttlMonitorSleepSecs",
            new BsonInt32(DEFAULT_SLEEP_SECONDS),
            TimeToLive::checkSleep,
            true);
  }

  /** Looks through all collections, where it is time to do so. */
  void run() {
    long now = engine.ticker().wallMillis();
    // A sleep that is made shorter ends at once.
    long dueMillis = lastMillis + 1_000L * ((BsonNumber) sleepSeconds.get()).intValue();
    if (now < dueMillis || !enabled.get().equals(BsonBoolean.TRUE)) {
      return;
    }
    boolean isFirst = lastMillis == 0;
    lastMillis = now;
    if (!isFirst) {
      removeExpired(now);
    }
  }

  private void removeExpired(long now) {
    CatalogSnapshot catalog = engine.catalog().snapshot();
    for (String database : catalog.databaseNames()) {
      for (CollectionEntry entry : catalog.collections(database)) {
        if (entry.options().isClustered()
            && entry.options().others().get("expireAfterSeconds") instanceof BsonNumber number) {
          long before = now - 1_000 * number.longValue();
          TimeseriesOptions timeseries = entry.options().timeseries();
          remove(
              entry,
              timeseries == null ? expired("_id", before) : expiredBuckets(timeseries, before));
        }
        for (IndexEntry index : entry.indexes()) {
          BsonValue seconds = index.spec().get("expireAfterSeconds");
          if (seconds instanceof BsonNumber number
              && index.ready()
              && index.keyPattern().values().stream().allMatch(BsonValue::isNumber)) {
            remove(entry, expired(index, now - 1_000 * number.longValue()));
          }
        }
      }
    }
  }

  private static BsonDocument expired(String field, long before) {
    return new BsonDocument(field, new BsonDocument("$lte", new BsonDateTime(before)));
  }

  /** What a partial index does not have does not expire by it. */
  private static BsonDocument expired(IndexEntry index, long before) {
    BsonDocument expired = expired(index.keyPattern().getFirstKey(), before);
    return index.spec().isDocument(PARTIAL)
        ? new BsonDocument(
            "$and", new BsonArray(List.of(expired, index.spec().getDocument(PARTIAL))))
        : expired;
  }

  /** Buckets go when the last of their measurements may; their _id says which are so old. */
  private static BsonDocument expiredBuckets(TimeseriesOptions timeseries, long before) {
    BsonDocument expired = expired(timeseries.shape().maxTime(), before);
    return expired.append(
        "_id", new BsonDocument("$lte", new BsonObjectId(BucketPredicates.lastId(before))));
  }

  private void remove(CollectionEntry entry, BsonDocument q) {
    DeleteRequest request =
        new DeleteRequest(
            entry.namespace(),
            List.of(new DeleteStatement(q, false, null, null)),
            true,
            null,
            new int[0],
            entry.uuid());
    try (Operation operation =
        engine.operations().beginInternal(entry.namespace().database(), "delete")) {
      var _ = engine.writes().delete(operation, request);
    } catch (ServerException e) {
      // The collection has been dropped or renamed meanwhile: it is looked at again next time.
      if (!e.code().equals(ErrorCode.COLLECTION_UUID_MISMATCH)) {
        throw e;
      }
    }
  }

  private static BsonValue checkEnabled(BsonValue value) {
    if (!value.isBoolean()) {
      throw new ServerException(ErrorCode.TYPE_MISMATCH, "ttlMonitorEnabled must be a boolean");
    }
    return value;
  }

  private static BsonValue checkSleep(BsonValue value) {
    if (!(value instanceof BsonNumber number) || number.longValue() < 1) {
      throw new ServerException(
          ErrorCode.BAD_VALUE, "ttlMonitorSleepSecs must be greater than or equal to 1");
    }
    return new BsonInt32((int) Math.min(number.longValue(), Integer.MAX_VALUE));
  }
}
