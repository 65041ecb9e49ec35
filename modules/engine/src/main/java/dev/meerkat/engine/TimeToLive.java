package dev.meerkat.engine;

import dev.meerkat.engine.catalog.CatalogSnapshot;
import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.engine.catalog.IndexEntry;
import dev.meerkat.engine.collection.DeleteRequest;
import dev.meerkat.engine.collection.DeleteStatement;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import java.util.List;
import java.util.function.Supplier;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonNumber;
import org.bson.BsonValue;

/**
 * Removes the documents whose time is up by a TTL index. Threads: one at a time.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/core/index-ttl/">TTL indexes</a>
 */
final class TimeToLive {
  private static final int DEFAULT_SLEEP_SECONDS = 60;

  private final Engine engine;
  private final Supplier<BsonValue> enabled;
  private final Supplier<BsonValue> sleepSeconds;
  private long nextMillis;

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
    if (now < nextMillis || !enabled.get().equals(BsonBoolean.TRUE)) {
      return;
    }
    boolean isFirst = nextMillis == 0;
    nextMillis = now + 1_000L * ((BsonNumber) sleepSeconds.get()).intValue();
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
          remove(entry, "_id", new BsonDateTime(now - 1_000 * number.longValue()));
        }
        for (IndexEntry index : entry.indexes()) {
          BsonValue seconds = index.spec().get("expireAfterSeconds");
          if (seconds instanceof BsonNumber number
              && index.ready()
              && index.keyPattern().values().stream().allMatch(BsonValue::isNumber)) {
            remove(
                entry,
                index.keyPattern().getFirstKey(),
                new BsonDateTime(now - 1_000 * number.longValue()));
          }
        }
      }
    }
  }

  private void remove(CollectionEntry entry, String field, BsonDateTime before) {
    BsonDocument q = new BsonDocument(field, new BsonDocument("$lte", before));
    DeleteRequest request =
        new DeleteRequest(
            entry.namespace(),
            List.of(new DeleteStatement(q, false, null, null)),
            true,
            null,
            new int[0],
            entry.uuid());
    try (Operation operation = engine.beginInternal(entry.namespace().database(), "delete")) {
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
