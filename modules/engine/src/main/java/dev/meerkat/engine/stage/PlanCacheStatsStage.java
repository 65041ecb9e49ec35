package dev.meerkat.engine.stage;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.engine.plan.CachedPlan;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageContext;
import dev.meerkat.spi.query.StageTraits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * Tells of the plans that are remembered of a collection. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/planCacheStats/">$planCacheStats</a>
 */
final class PlanCacheStatsStage {
  private static final String NAME = "$planCacheStats";

  private PlanCacheStatsStage() {}

  static Stage parse(BsonValue spec) {
    if (!spec.isDocument()) {
      throw new ServerException(
          ErrorCode.FAILED_TO_PARSE, NAME + " value must be an object, but is " + spec);
    }
    for (Map.Entry<String, BsonValue> field : spec.asDocument().entrySet()) {
      if (!field.getKey().equals("allHosts")) {
        throw new ServerException(
            ErrorCode.FAILED_TO_PARSE, NAME + " parameters object may contain only allHosts");
      }
      if (!field.getValue().isBoolean()) {
        throw new ServerException(ErrorCode.location(13111), "allHosts is not a boolean");
      }
      if (field.getValue().equals(BsonBoolean.TRUE)) {
        throw new ServerException(
            ErrorCode.location(4503200),
            NAME + " stage supports allHosts parameter only for sharded clusters");
      }
    }
    return new EngineStage(
        NAME, spec, StageTraits.Position.FIRST, false, true, PlanCacheStatsStage::documents);
  }

  private static List<BsonDocument> documents(Operation operation, StageContext context) {
    CollectionEntry entry = operation.engine().catalog().find(context.namespace());
    if (entry == null) {
      throw new ServerException(
          ErrorCode.location(50933), "collection '" + context.namespace() + "' does not exist");
    }
    BsonString host = new BsonString(operation.engine().server().hostAndPort());
    List<BsonDocument> documents = new ArrayList<>();
    for (CachedPlan plan : entry.life().planCache().plans()) {
      documents.add(describe(plan, host));
    }
    return documents;
  }

  private static BsonDocument describe(CachedPlan plan, BsonString host) {
    BsonString shape = new BsonString(plan.shape().hash());
    BsonDocument document =
        new BsonDocument("version", new BsonString("1"))
            .append("queryHash", shape)
            .append("planCacheShapeHash", shape)
            .append("planCacheKey", new BsonString(plan.key()))
            .append("isActive", BsonBoolean.valueOf(plan.isActive()))
            .append("works", new BsonInt64(plan.works()))
            .append("worksType", new BsonString("works"))
            .append("timeOfCreation", new BsonDateTime(plan.createdMillis()))
            .append("createdFromQuery", plan.createdFrom())
            .append("cachedPlan", plan.plan())
            .append("creationExecStats", plan.statistics())
            .append("candidatePlanScores", plan.scores())
            .append("indexFilterSet", BsonBoolean.valueOf(plan.isFiltered()));
    long bytes = BsonBytes.encode(document).length;
    return document.append("estimatedSizeBytes", new BsonInt64(bytes)).append("host", host);
  }
}
