package dev.meerkat.engine.collection;

import dev.meerkat.aggregation.stage.CountingStage;
import dev.meerkat.aggregation.stage.UnitingStage;
import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.engine.cursor.Execution;
import dev.meerkat.engine.plan.Plan;
import dev.meerkat.engine.plan.PlanQuery;
import dev.meerkat.spi.query.Pipeline;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

/** What {@code explain} tells of an aggregation. Threads: confined to one operation. */
final class AggregateExplanation {
  private final Execution execution;
  private final AggregateRequest request;
  private final AggregateRun run;

  AggregateExplanation(Execution execution, AggregateRequest request) {
    this.execution = execution;
    this.request = request;
    this.run = new AggregateRun(execution, request);
  }

  /** How the run would go; a stage that writes is left out. */
  BsonDocument explain(PlanExplanation plans) {
    AggregateRun.Ready ready = run.ready();
    CollectionEntry entry = run.entry();
    PlanQuery query = ready.query();
    if (query == null && entry != null) {
      return new BsonDocument("explainVersion", new BsonString("1"))
          .append(
              "stages",
              new PipelineExplanation(
                      ready.pipeline().stages(), ready.context(), union -> explain(union, plans))
                  .stages());
    }
    Plan firsts =
        entry == null || query == null
            ? null
            : FirstsOfGroups.plan(
                execution, execution.engine().collections().of(entry), query, ready.prefix());
    Pipeline behind = ready.prefix().rest();
    PipelineExplanation rest =
        new PipelineExplanation(
            (firsts == null ? behind : FirstsOfGroups.behind(behind)).stages(),
            ready.context(),
            union -> explain(union, plans));
    CountingStage counting = ready.counting();
    if (counting != null && query != null && entry != null) {
      BsonDocument counted = explainCount(plans, ready, query, entry, counting, rest);
      if (counted != null) {
        return rest.over(counted);
      }
    }
    BsonDocument explanation =
        plans.of(
            new PlanExplanation.Question(
                run.source(),
                entry,
                ready.scope(),
                query == null
                    ? PlanQuery.of(
                        ready.scope().filter(ready.prefix().filter()),
                        ready.scope().collation().order())
                    : query,
                firsts),
            rest::run);
    return rest.over(explanation);
  }

  /** How the pipeline of a stage would go elsewhere, in a run of its own. */
  private BsonArray explain(UnitingStage union, PlanExplanation plans) {
    AggregateRequest inner =
        new AggregateRequest(
            union.foreign(),
            union.written(),
            null,
            -1,
            execution.collation(),
            request.let(),
            request.allowDiskUse(),
            false,
            null);
    try (Execution own = new Execution(execution.operation())) {
      BsonDocument explained = new AggregateExplanation(own, inner).explain(plans.within(own));
      if (explained.isArray("stages")) {
        return explained.getArray("stages");
      }
      explained.remove("explainVersion");
      return new BsonArray(List.of(new BsonDocument("$cursor", explained)));
    }
  }

  /** The explanation of a plan that reads no document; null where there is none. */
  private @Nullable BsonDocument explainCount(
      PlanExplanation plans,
      AggregateRun.Ready ready,
      PlanQuery query,
      CollectionEntry collection,
      CountingStage counting,
      PipelineExplanation rest) {
    StoredCollection stored = execution.engine().collections().of(collection);
    boolean isWhole = ready.isWhole();
    Plan fixed = isWhole ? new Plan.Eof() : CountRun.countScan(execution, stored, query);
    if (fixed == null) {
      return null;
    }
    BsonDocument explanation =
        plans.of(
            new PlanExplanation.Question(
                collection.namespace(), collection, ready.scope(), query, fixed),
            PlanExplanation::all);
    long count = plans.isRun() ? CountRun.count(execution, stored, query, isWhole) : 0;
    if (isWhole) {
      ExplainRun.tellFastCount(explanation, count, query.skip());
    }
    if (plans.isRun()) {
      rest.runCounted(new CountedCursor(counting, () -> count));
    }
    return explanation;
  }
}
