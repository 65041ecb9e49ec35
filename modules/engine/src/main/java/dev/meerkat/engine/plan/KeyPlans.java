package dev.meerkat.engine.plan;

import dev.meerkat.engine.index.CollectionIndex;
import dev.meerkat.query.sort.SortPattern;
import dev.meerkat.spi.query.Predicate;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The plans that read no documents: how many match, and which values a path has. Threads: confined
 * to one operation.
 *
 * @param indexes those that may be used
 */
record KeyPlans(
    PlanQuery query, List<Predicate> conjuncts, AccessPlans plans, List<CollectionIndex> indexes) {

  /** As {@link Planner#countScan}. */
  Plan.@Nullable CountScan countScan() {
    long limit = query.limit() == 0 ? 0 : query.limit() + query.skip();
    for (CollectionIndex index : indexes) {
      if (!(query.hint() instanceof Hint.None) && !query.hint().names(index)) {
        continue;
      }
      for (IndexCandidate candidate : IndexViews.candidates(index, conjuncts)) {
        boolean isAnswer = candidate.isUseful() && candidate.isExact();
        if (isAnswer && !IndexViews.isMultikey(candidate.view())) {
          IndexRanges ranges = AccessPlans.ranges(candidate);
          if (ranges.coversAll()) {
            return new Plan.CountScan(
                index, candidate.view(), candidate.bounds(), ranges.all(), Math.max(0, limit));
          }
        }
      }
    }
    return null;
  }

  /** As {@link Planner#distinctScan}. */
  @Nullable Plan distinctScan(String path) {
    DistinctScans scans = new DistinctScans(query, plans);
    return best(candidate -> scans.values(candidate, path));
  }

  /** As {@link Planner#firsts}. */
  @Nullable Plan firsts(String path, @Nullable SortPattern sort, boolean isLast) {
    DistinctScans scans = new DistinctScans(query, plans);
    return best(candidate -> scans.firsts(candidate, path, sort, isLast));
  }

  private @Nullable Plan best(Function<IndexCandidate, @Nullable Plan> made) {
    Plan found = null;
    boolean isHelped = false;
    for (CollectionIndex index : indexes) {
      if (!(query.hint() instanceof Hint.None) && !query.hint().names(index)) {
        continue;
      }
      for (IndexCandidate candidate : IndexViews.candidates(index, conjuncts)) {
        Plan scan = made.apply(candidate);
        if (scan != null && (candidate.isUseful() || conjuncts.isEmpty())) {
          return scan;
        }
        found = scan == null ? found : scan;
        isHelped |= candidate.isUseful();
      }
    }
    // A scan of all values is worse than one that the filter bounds.
    return isHelped ? null : found;
  }
}
