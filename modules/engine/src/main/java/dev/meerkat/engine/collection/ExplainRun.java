package dev.meerkat.engine.collection;

import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.engine.catalog.SystemViews;
import dev.meerkat.engine.cursor.Execution;
import dev.meerkat.engine.plan.Plan;
import dev.meerkat.engine.plan.PlanQuery;
import dev.meerkat.query.projection.Projection;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.query.Filter;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

/**
 * How reads would be done, by the plans that they have when they are done. Threads: confined to one
 * operation.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/explain/">explain</a>
 */
final class ExplainRun {
  private final Execution execution;
  private final PlanExplanation plans;

  ExplainRun(Execution execution, String verbosity) {
    this.execution = execution;
    this.plans = new PlanExplanation(execution, verbosity);
  }

  /** How writes would be done. */
  ExplainWrites writes() {
    return new ExplainWrites(execution, plans);
  }

  BsonDocument find(FindRequest request) {
    if (isView(request.namespace())) {
      return aggregate(new FindRun(execution, request).viewAggregation());
    }
    CollectionEntry entry = entry(request.namespace());
    QueryScope first =
        QueryScope.of(execution, request.namespace(), entry, request.collation(), request.let());
    Filter filter = first.filter(request.filter());
    QueryScope scope = first.after(filter);
    FindRun run = new FindRun(execution, request);
    Projection projection = run.projection(scope, filter);
    PlanQuery query = run.query(scope, filter).reading(FindRun.reads(scope, projection));
    BsonDocument explanation =
        plans.of(
            new PlanExplanation.Question(request.namespace(), entry, scope, query, null),
            PlanExplanation::all);
    if (projection != null && !request.options().returnKey() && !isCovered(explanation)) {
      project(explanation, projection);
    }
    return explanation;
  }

  private static boolean isCovered(BsonDocument explanation) {
    BsonDocument plan = explanation.getDocument("queryPlanner").getDocument("winningPlan");
    while (plan.isDocument("inputStage") && !isCoveredStage(plan)) {
      plan = plan.getDocument("inputStage");
    }
    return isCoveredStage(plan)
        || isStage(plan, "EOF")
        || plan.getString("stage").getValue().startsWith("EXPRESS_");
  }

  private static boolean isCoveredStage(BsonDocument plan) {
    return isStage(plan, "PROJECTION_COVERED");
  }

  private static boolean isStage(BsonDocument plan, String name) {
    return plan.getString("stage").getValue().equals(name);
  }

  /** Puts the plan under the stage that projects its documents. */
  static void project(BsonDocument explanation, Projection projection) {
    BsonDocument spec = projection.describe();
    String stage = Projection.isSimple(spec) ? "PROJECTION_SIMPLE" : "PROJECTION_DEFAULT";
    BsonDocument own = new BsonDocument("transformBy", spec);
    OuterStages.under(explanation, stage, own);
    OuterStages.statsUnder(explanation, stage, own, returned(explanation));
  }

  static long returned(BsonDocument explanation) {
    return explanation.isDocument("executionStats")
        ? explanation.getDocument("executionStats").getNumber("nReturned").longValue()
        : 0;
  }

  BsonDocument count(CountRequest request) {
    if (isView(request.namespace())) {
      return aggregate(Reads.aggregation(request));
    }
    CollectionEntry entry = entry(request.namespace());
    CountRun run = new CountRun(execution, request);
    CountRun.Asked asked = run.asked();
    if (entry != null && asked.isWhole()) {
      BsonDocument explanation = question(request.namespace(), entry, asked, new Plan.Eof());
      tellFastCount(explanation, plans.isRun() ? run.count() : 0, request.skip());
      return explanation;
    }
    Plan counted = entry == null ? null : run.countScan(asked, entry);
    BsonDocument explanation = question(request.namespace(), entry, asked, counted);
    long found = returned(explanation);
    OuterStages.under(explanation, "COUNT", new BsonDocument());
    BsonDocument counters =
        new BsonDocument(
                "nCounted",
                PlanExplanation.number(
                    counted == null ? found : CountRun.window(found, asked.query())))
            .append("nSkipped", PlanExplanation.number(request.skip()));
    OuterStages.statsUnder(explanation, "COUNT", counters, 0);
    return explanation;
  }

  /** Says that the collection's own number is the answer. */
  static void tellFastCount(BsonDocument explanation, long counted, long skipped) {
    String name = "RECORD_STORE_FAST_COUNT";
    explanation
        .getDocument("queryPlanner")
        .put(
            "winningPlan",
            new BsonDocument("isCached", BsonBoolean.FALSE).append("stage", new BsonString(name)));
    if (explanation.isDocument("executionStats")) {
      explanation
          .getDocument("executionStats")
          .put(
              "executionStages",
              PlanExplanation.once(name)
                  .append("nCounted", PlanExplanation.number(counted))
                  .append("nSkipped", PlanExplanation.number(skipped)));
    }
  }

  private BsonDocument question(
      Namespace namespace,
      @Nullable CollectionEntry entry,
      CountRun.Asked asked,
      @Nullable Plan fixed) {
    return plans.of(
        new PlanExplanation.Question(namespace, entry, asked.scope(), asked.query(), fixed),
        PlanExplanation::all);
  }

  BsonDocument distinct(DistinctRequest request) {
    if (isView(request.namespace())) {
      return aggregate(Reads.aggregation(request));
    }
    CollectionEntry entry = entry(request.namespace());
    DistinctRun.Asked asked = new DistinctRun(execution, request).asked();
    Plan scan =
        entry == null
            ? null
            : PlanCursor.planner(
                    execution, execution.engine().collections().of(entry), asked.query())
                .distinctScan(request.key());
    return plans.of(
        new PlanExplanation.Question(
            request.namespace(), entry, asked.scope(), asked.query(), scan),
        PlanExplanation::all);
  }

  BsonDocument aggregate(AggregateRequest request) {
    return new AggregateExplanation(execution, request).explain(plans);
  }

  private boolean isView(Namespace namespace) {
    CollectionEntry entry = SystemViews.readable(execution.view().catalog(), namespace);
    return entry != null && entry.isView();
  }

  private @Nullable CollectionEntry entry(Namespace namespace) {
    CollectionEntry entry = execution.view().catalog().find(namespace);
    Reads.refuseView(entry);
    return entry;
  }
}
