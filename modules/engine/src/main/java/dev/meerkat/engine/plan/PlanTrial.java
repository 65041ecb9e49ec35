package dev.meerkat.engine.plan;

import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.storage.StorageReader;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs candidates side by side for a while and chooses the one that answers most for its work.
 * Threads: confined to one operation.
 */
final class PlanTrial {
  private static final int MAX_WORKS = 10_000;
  private static final int MAX_RESULTS = 101;
  private static final int ROUND = 10;
  private static final double TIE_BREAK = 1e-4;

  private PlanTrial() {}

  static Plan winner(
      List<Plan> candidates, PlanSource source, StorageReader reader, EvaluationScope scope) {
    List<PlanExecutor> executors = new ArrayList<>();
    try {
      for (Plan candidate : candidates) {
        executors.add(new PlanExecutor(candidate, source, reader, scope));
      }
      run(executors, scope);
      return best(executors);
    } finally {
      executors.forEach(PlanExecutor::close);
    }
  }

  /** Gives each the same amount of work, until one has ended or answered a batch. */
  private static void run(List<PlanExecutor> executors, EvaluationScope scope) {
    boolean goesOn = true;
    for (int works = 0; goesOn && works < MAX_WORKS; works += ROUND) {
      scope.checkInterrupted();
      for (PlanExecutor executor : executors) {
        for (int i = 0; i < ROUND && goesOn(executor); i++) {
          executor.tryOnce();
        }
        goesOn &= goesOn(executor);
      }
    }
  }

  private static boolean goesOn(PlanExecutor executor) {
    NodeCounters counters = executor.rootCounters();
    return !counters.isDone && counters.advanced < MAX_RESULTS;
  }

  private static Plan best(List<PlanExecutor> executors) {
    PlanExecutor best = executors.getFirst();
    for (PlanExecutor executor : executors) {
      if (score(executor) > score(best)) {
        best = executor;
      }
    }
    return best.plan();
  }

  private static double score(PlanExecutor executor) {
    NodeCounters counters = executor.rootCounters();
    double productivity = (double) counters.advanced / Math.max(1, counters.works);
    double bonus = sorts(executor.plan()) ? 0 : TIE_BREAK;
    return productivity
        + bonus
        + (counters.isDone ? 1 : 0)
        + (filters(executor.plan()) ? 0 : TIE_BREAK);
  }

  private static boolean sorts(Plan plan) {
    return plan instanceof Plan.Sort || plan.inputs().stream().anyMatch(PlanTrial::sorts);
  }

  private static boolean filters(Plan plan) {
    return plan instanceof Plan.Fetch fetch && fetch.filter() != null
        || plan.inputs().stream().anyMatch(PlanTrial::filters);
  }
}
