package dev.meerkat.engine.collection;

import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.engine.cursor.Execution;
import dev.meerkat.engine.plan.Plan;
import dev.meerkat.engine.plan.PlanDescription;
import dev.meerkat.engine.plan.PlanExecutor;
import dev.meerkat.engine.plan.PlanQuery;
import dev.meerkat.engine.plan.PlanShape;
import dev.meerkat.engine.plan.Planner;
import dev.meerkat.spi.query.Filter;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * How a find is answered. Threads: confined to one operation.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/explain-results/">Explain results</a>
 */
final class FindExplanation {
  private final Execution execution;
  private final FindRequest request;

  FindExplanation(Execution execution, FindRequest request) {
    this.execution = execution;
    this.request = request;
  }

  BsonDocument explain(String verbosity) {
    CollectionEntry entry = execution.view().catalog().find(request.namespace());
    Reads.refuseView(entry);
    QueryScope scope =
        QueryScope.of(execution, request.namespace(), entry, request.collation(), request.let());
    Filter filter = scope.filter(request.filter());
    PlanQuery query = new FindRun(execution, request).query(scope.after(filter), filter);
    Planner planner =
        entry == null
            ? null
            : new Planner(
                query,
                execution.engine().collections().of(entry).source(),
                execution
                    .engine()
                    .querySettings()
                    .indexes(execution.operation(), entry.namespace()));
    Planner.Decision decision =
        planner == null
            ? new Planner.Decision(new Plan.Eof(), List.of())
            : planner.plan(execution.view().storage(), execution.scope());
    BsonDocument reply =
        new BsonDocument("explainVersion", new BsonString("1"))
            .append("queryPlanner", queryPlanner(filter, scope, query, planner, decision));
    if (!verbosity.equals("queryPlanner") && entry != null) {
      reply.append("executionStats", executionStats(entry, decision.winner()));
    }
    return reply;
  }

  private BsonDocument queryPlanner(
      Filter filter,
      QueryScope scope,
      PlanQuery query,
      @Nullable Planner planner,
      Planner.Decision decision) {
    String shape = PlanShape.of(query).hash();
    BsonDocument told =
        new BsonDocument("namespace", new BsonString(request.namespace().fullName()))
            .append("parsedQuery", filter.predicate().describe())
            .append("indexFilterSet", BsonBoolean.valueOf(planner != null && planner.isFiltered()))
            .append("queryHash", new BsonString(shape))
            .append("planCacheShapeHash", new BsonString(shape));
    if (!scope.collation().isSimple()) {
      told.append("collation", scope.collation().toBson());
    }
    BsonArray rejected = new BsonArray();
    decision.rejected().forEach(plan -> rejected.add(PlanDescription.of(plan)));
    BsonDocument winner =
        new BsonDocument(
            "isCached",
            BsonBoolean.valueOf(planner != null && planner.isCached(decision.winner())));
    winner.putAll(PlanDescription.of(decision.winner()));
    return told.append("optimizationTimeMillis", new BsonInt32(0))
        .append("maxIndexedOrSolutionsReached", BsonBoolean.FALSE)
        .append("maxIndexedAndSolutionsReached", BsonBoolean.FALSE)
        .append("maxScansToExplodeReached", BsonBoolean.FALSE)
        .append("prunedSimilarIndexes", BsonBoolean.FALSE)
        .append("winningPlan", winner)
        .append("rejectedPlans", rejected);
  }

  private BsonDocument executionStats(CollectionEntry entry, Plan plan) {
    long start = execution.ticker().nanos();
    long returned = 0;
    StoredCollection collection = execution.engine().collections().of(entry);
    try (PlanExecutor executor =
        new PlanExecutor(
            plan, collection.source(), execution.view().storage(), execution.scope())) {
      while (executor.advance()) {
        returned++;
      }
      long millis = (execution.ticker().nanos() - start) / 1_000_000;
      return new BsonDocument("executionSuccess", BsonBoolean.TRUE)
          .append("nReturned", count(returned))
          .append("executionTimeMillis", count(millis))
          .append("totalKeysExamined", count(executor.keysExamined()))
          .append("totalDocsExamined", count(executor.docsExamined()))
          .append("executionStages", executor.executionStages());
    }
  }

  private static BsonValue count(long number) {
    return number == (int) number ? new BsonInt32((int) number) : new BsonInt64(number);
  }
}
