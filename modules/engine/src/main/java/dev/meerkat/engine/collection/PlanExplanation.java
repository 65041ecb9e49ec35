package dev.meerkat.engine.collection;

import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.engine.cursor.Execution;
import dev.meerkat.engine.plan.Plan;
import dev.meerkat.engine.plan.PlanDescription;
import dev.meerkat.engine.plan.PlanExecutor;
import dev.meerkat.engine.plan.PlanQuery;
import dev.meerkat.engine.plan.PlanShape;
import dev.meerkat.engine.plan.Planner;
import dev.meerkat.engine.querysettings.QuerySetting;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.Spills;
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
 * How one collection is asked one question, in the words of explain. Threads: confined to one
 * operation.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/explain-results/">Explain results</a>
 */
final class PlanExplanation {
  /** What explain calls the time that a stage has worked, its inputs included. */
  static final String ESTIMATE = "executionTimeMillisEstimate";

  /** What explain calls whether the plan comes from the cache. */
  static final String IS_CACHED = "isCached";

  /** The plan where there is no collection. */
  private static final Plan.Eof NOWHERE = new Plan.Eof(true);

  private final Execution execution;
  private final String verbosity;

  /**
   * @param verbosity {@code queryPlanner}, {@code executionStats} or {@code allPlansExecution}
   */
  PlanExplanation(Execution execution, String verbosity) {
    this.execution = execution;
    this.verbosity = verbosity;
  }

  /** The same for a statement that has its own run. */
  PlanExplanation within(Execution other) {
    return new PlanExplanation(other, verbosity);
  }

  /**
   * The question.
   *
   * @param entry the collection, or null where there is none
   * @param fixed the plan where it is not the planner that chooses, or null
   */
  record Question(
      Namespace namespace,
      @Nullable CollectionEntry entry,
      QueryScope scope,
      PlanQuery query,
      @Nullable Plan fixed) {}

  /** What is done with the documents, as far as explain goes. */
  interface Run {
    /** Takes the documents that it needs. */
    void of(PlanExecutor executor);
  }

  /** Takes every document. */
  static void all(PlanExecutor executor) {
    while (executor.advance()) {
      // What counts is how they were found.
    }
  }

  /** Whether the plan is run, too. */
  boolean isRun() {
    return !verbosity.equals("queryPlanner");
  }

  BsonDocument of(Question question, Run run) {
    CollectionEntry entry = question.entry();
    Plan fixed = question.fixed();
    Planner planner =
        entry == null
            ? null
            : PlanCursor.planner(
                execution, execution.engine().collections().of(entry), question.query());
    long start = execution.ticker().nanos();
    Planner.Decision decision =
        fixed != null
            ? new Planner.Decision(fixed, List.of(), new BsonArray())
            : planner == null
                ? new Planner.Decision(NOWHERE, List.of(), new BsonArray())
                : planner.plan(execution.view().storage(), execution.scope(), execution.ticker());
    BsonDocument reply =
        new BsonDocument("explainVersion", new BsonString("1"))
            .append("queryPlanner", queryPlanner(question, planner, decision, millisSince(start)));
    if (isRun()) {
      reply.append(
          "executionStats",
          entry == null
              ? nothingExecuted()
              : executionStats(entry, decision, run, isCached(planner, decision)));
    }
    return reply;
  }

  private BsonDocument queryPlanner(
      Question question,
      @Nullable Planner planner,
      Planner.Decision decision,
      long optimizationMillis) {
    PlanQuery query = question.query();
    String shape = PlanShape.of(query).hash();
    BsonDocument told =
        new BsonDocument("namespace", new BsonString(question.namespace().fullName()))
            .append("parsedQuery", query.filter().predicate().describe())
            .append("indexFilterSet", BsonBoolean.valueOf(planner != null && planner.isFiltered()))
            .append("queryHash", new BsonString(shape))
            .append("planCacheShapeHash", new BsonString(shape))
            .append("planCacheKey", new BsonString(planner == null ? shape : planner.cacheKey()));
    if (!question.scope().collation().isSimple()) {
      told.append("collation", question.scope().collation().toBson());
    }
    QuerySetting setting = execution.operation().querySetting();
    if (setting != null) {
      told.append("querySettings", setting.settings());
    }
    Spills spills = execution.scope().spills();
    BsonArray rejected = new BsonArray();
    for (Plan plan : decision.rejected()) {
      BsonDocument loser = new BsonDocument(IS_CACHED, BsonBoolean.FALSE);
      loser.putAll(PlanDescription.of(plan, spills));
      rejected.add(loser);
    }
    BsonDocument winner = new BsonDocument(IS_CACHED, isCached(planner, decision));
    winner.putAll(PlanDescription.of(decision.winner(), spills));
    return told.append("optimizationTimeMillis", number(optimizationMillis))
        .append("maxIndexedOrSolutionsReached", BsonBoolean.FALSE)
        .append("maxIndexedAndSolutionsReached", BsonBoolean.FALSE)
        .append("maxScansToExplodeReached", BsonBoolean.FALSE)
        .append("prunedSimilarIndexes", BsonBoolean.FALSE)
        .append("winningPlan", winner)
        .append("rejectedPlans", rejected);
  }

  private static BsonBoolean isCached(@Nullable Planner planner, Planner.Decision decision) {
    return BsonBoolean.valueOf(planner != null && planner.isCached(decision.winner()));
  }

  private BsonDocument executionStats(
      CollectionEntry entry, Planner.Decision decision, Run run, BsonBoolean isCached) {
    long start = execution.ticker().nanos();
    StoredCollection collection = execution.engine().collections().of(entry);
    try (PlanExecutor executor =
        new PlanExecutor(
            decision.winner(),
            collection.source(),
            execution.view().storage(),
            execution.scope(),
            execution.ticker())) {
      run.of(executor);
      BsonDocument stats =
          new BsonDocument("executionSuccess", BsonBoolean.TRUE)
              .append("nReturned", number(executor.returned()))
              .append("executionTimeMillis", number(millisSince(start)))
              .append("totalKeysExamined", number(executor.keysExamined()))
              .append("totalDocsExamined", number(executor.docsExamined()))
              .append("executionStages", stages(executor, isCached));
      if (verbosity.equals("allPlansExecution")) {
        stats.append("allPlansExecution", decision.trial());
      }
      return stats;
    }
  }

  private static BsonDocument stages(PlanExecutor executor, BsonBoolean isCached) {
    BsonDocument stages = new BsonDocument(IS_CACHED, isCached);
    stages.putAll(executor.executionStages());
    return stages;
  }

  private long millisSince(long start) {
    return (execution.ticker().nanos() - start) / 1_000_000;
  }

  /** What is told of a collection that is not there. */
  private BsonDocument nothingExecuted() {
    BsonDocument stats =
        new BsonDocument("executionSuccess", BsonBoolean.TRUE)
            .append("nReturned", number(0))
            .append("executionTimeMillis", number(0))
            .append("totalKeysExamined", number(0))
            .append("totalDocsExamined", number(0))
            .append(
                "executionStages",
                once(NOWHERE.stageName()).append("type", new BsonString(NOWHERE.type())));
    if (verbosity.equals("allPlansExecution")) {
      stats.append("allPlansExecution", new BsonArray());
    }
    return stats;
  }

  /** A stage that has worked once, and answers nothing. */
  static BsonDocument once(String name) {
    return new BsonDocument(IS_CACHED, BsonBoolean.FALSE)
        .append("stage", new BsonString(name))
        .append("nReturned", number(0))
        .append(ESTIMATE, number(0))
        .append("works", number(1))
        .append("advanced", number(0))
        .append("needTime", number(0))
        .append("needYield", number(0))
        .append("saveState", number(0))
        .append("restoreState", number(0))
        .append("isEOF", number(1));
  }

  static BsonValue number(long number) {
    return number == (int) number ? new BsonInt32((int) number) : new BsonInt64(number);
  }
}
