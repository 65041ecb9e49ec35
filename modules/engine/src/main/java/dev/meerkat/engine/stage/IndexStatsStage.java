package dev.meerkat.engine.stage;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.catalog.CatalogSnapshot;
import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.engine.catalog.IndexEntry;
import dev.meerkat.engine.timeseries.BucketIndexSpecs;
import dev.meerkat.engine.timeseries.TimeseriesOptions;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageContext;
import dev.meerkat.spi.query.StageTraits;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * Tells of a collection's indexes and how often queries have used each. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/indexStats/">$indexStats</a>
 */
final class IndexStatsStage {
  private IndexStatsStage() {}

  static Stage parse(BsonValue spec) {
    if (!spec.isDocument() || !spec.asDocument().isEmpty()) {
      throw new ServerException(
          ErrorCode.location(28803), "The $indexStats stage specification must be an empty object");
    }
    return new EngineStage(
        "$indexStats", spec, StageTraits.Position.FIRST, IndexStatsStage::documents);
  }

  private static List<BsonDocument> documents(Operation operation, StageContext context) {
    List<BsonDocument> documents = new ArrayList<>();
    CatalogSnapshot catalog = operation.engine().catalog().snapshot();
    CollectionEntry buckets = catalog.bucketsOf(context.namespace());
    CollectionEntry entry = buckets == null ? catalog.find(context.namespace()) : buckets;
    if (entry == null) {
      return documents;
    }
    TimeseriesOptions timeseries = buckets == null ? null : buckets.options().timeseries();
    for (IndexEntry index : entry.indexes()) {
      BsonDocument spec = index.spec();
      if (timeseries != null) {
        BsonDocument shown =
            index.isClustered() ? null : new BucketIndexSpecs(timeseries).shown(spec);
        if (shown == null) {
          continue;
        }
        spec = shown;
      }
      BsonDocument accesses =
          new BsonDocument("ops", new BsonInt64(entry.life().uses(index.name())))
              .append("since", new BsonDateTime(operation.engine().server().startedAtMillis()));
      BsonDocument document =
          new BsonDocument("name", new BsonString(index.name()))
              .append("key", spec.get("key"))
              .append("host", new BsonString(operation.engine().server().hostAndPort()))
              .append("accesses", accesses)
              .append("spec", spec);
      if (!index.ready()) {
        document.append("building", BsonBoolean.TRUE);
      }
      documents.add(document);
    }
    return documents;
  }
}
