package dev.meerkat.engine.plan;

import dev.meerkat.spi.Ticker;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.storage.StorageReader;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDouble;
import org.jspecify.annotations.Nullable;

/**
 * Runs candidates side by side for a while and chooses the one that answers most for its work.
 * Threads: confined to one operation.
 */
final class PlanTrial {
  private static final long MOST_WORKS = 10_000;
  private static final long MOST_RESULTS = 101;
  private static final int ROUND = 10;
  private static final double TIE_BREAK = 1e-4;

  private PlanTrial() {}

  /**
   * What a trial has found.
   *
   * @param works units of work that the winner has done
   * @param scores of all candidates, best first
   * @param statistics of all candidates, in the same order
   */
  record Outcome(Plan winner, long works, BsonArray scores, BsonArray statistics) {}

  /**
   * Runs candidates.
   *
   * @param ticker measures their stages for explain, or null
   */
  static Outcome run(
      List<Plan> candidates,
      PlanSource source,
      StorageReader reader,
      EvaluationScope scope,
      @Nullable Ticker ticker) {
    List<PlanExecutor> executors = new ArrayList<>();
    try {
      for (Plan candidate : candidates) {
        executors.add(new PlanExecutor(candidate, source, reader, scope, ticker));
      }
      race(executors, scope);
      return outcome(executors);
    } finally {
      executors.forEach(PlanExecutor::close);
    }
  }

  /** Gives each the same amount of work, until one has ended or answered a batch. */
  private static void race(List<PlanExecutor> executors, EvaluationScope scope) {
    long mostWorks = scope.spills().limit("internalQueryPlanEvaluationWorks", MOST_WORKS);
    long mostResults = scope.spills().limit("internalQueryPlanEvaluationMaxResults", MOST_RESULTS);
    boolean goesOn = true;
    for (long works = 0; goesOn && works < mostWorks; works += ROUND) {
      scope.checkInterrupted();
      for (PlanExecutor executor : executors) {
        for (long i = works;
            i < Math.min(works + ROUND, mostWorks) && goesOn(executor, mostResults);
            i++) {
          executor.tryOnce();
        }
        goesOn &= goesOn(executor, mostResults);
      }
    }
  }

  private static boolean goesOn(PlanExecutor executor, long mostResults) {
    NodeCounters counters = executor.rootCounters();
    return !counters.isDone && counters.advanced < mostResults;
  }

  private static Outcome outcome(List<PlanExecutor> executors) {
    List<PlanExecutor> ranked = new ArrayList<>(executors);
    // Of those that are as good the first stays the first.
    ranked.sort((a, b) -> Double.compare(score(b), score(a)));
    BsonArray scores = new BsonArray();
    BsonArray statistics = new BsonArray();
    for (PlanExecutor executor : ranked) {
      scores.add(new BsonDouble(1 + score(executor)));
      statistics.add(
          ExecutionStats.trial(executor)
              .append("score", new BsonDouble(1 + score(executor)))
              .append("executionStages", executor.executionStages()));
    }
    PlanExecutor best = ranked.getFirst();
    return new Outcome(best.plan(), best.rootCounters().works, scores, statistics);
  }

  private static double score(PlanExecutor executor) {
    NodeCounters counters = executor.rootCounters();
    double productivity = (double) counters.advanced / Math.max(1, counters.works);
    double bonus = sorts(executor.plan()) ? 0 : TIE_BREAK;
    return productivity
        + bonus
        + (counters.isDone ? 1 : 0)
        + (filters(executor.plan()) ? 0 : TIE_BREAK)
        + (intersects(executor.plan()) ? 0 : TIE_BREAK);
  }

  private static boolean sorts(Plan plan) {
    return plan instanceof Plan.Sort || plan.inputs().stream().anyMatch(PlanTrial::sorts);
  }

  private static boolean intersects(Plan plan) {
    return plan instanceof Plan.AndHash
        || plan instanceof Plan.AndSorted
        || plan.inputs().stream().anyMatch(PlanTrial::intersects);
  }

  private static boolean filters(Plan plan) {
    return plan instanceof Plan.Fetch fetch && fetch.filter() != null
        || plan.inputs().stream().anyMatch(PlanTrial::filters);
  }
}
