package dev.meerkat.engine.plan;

import dev.meerkat.engine.index.CollectionIndex;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Predicate;
import java.util.List;

/** The plan for an index that a query names. Threads: confined to one operation. */
record HintedPlans(
    PlanQuery query,
    PlanSource source,
    List<Predicate> conjuncts,
    AccessPlans plans,
    OrPlans orPlans) {

  /**
   * @throws ServerException 2 BadValue where there is no such index, 291 where it cannot be used
   */
  Plan plan() {
    for (CollectionIndex index : source.indexes()) {
      // A hint asks for what the index holds, though it be partial and the filter no part of it.
      boolean holds = query.keyLimits() == null || index.covers(conjuncts);
      if (query.hint().names(index) && !index.definition().isHidden() && holds) {
        if (query.keyLimits() != null) {
          return plans.limited(index, query.keyLimits());
        }
        return of(index);
      }
    }
    throw new ServerException(
        ErrorCode.BAD_VALUE,
        "error processing query: planner returned error :: caused by :: hint provided does not"
            + " correspond to an existing index");
  }

  /** A scan of the hinted index in the way that binds its components to the fewest values. */
  private Plan of(CollectionIndex index) {
    IndexCandidate best = null;
    for (IndexCandidate candidate : IndexViews.candidates(index, conjuncts)) {
      if (candidate.bounds().isEmpty()) {
        return new Plan.Eof();
      }
      if (best == null || candidate.points() > best.points()) {
        best = candidate;
      }
    }
    if (best == null) {
      Plan or = orPlans.plan(List.of(index));
      if (or != null) {
        return or;
      }
      throw new ServerException(
          ErrorCode.NO_QUERY_EXECUTION_PLANS,
          "error processing query: planner returned error :: caused by :: No query solutions");
    }
    return plans.access(best);
  }
}
