package dev.meerkat.engine.collection;

import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.engine.cursor.Execution;
import dev.meerkat.engine.plan.Hint;
import dev.meerkat.engine.plan.Plan;
import dev.meerkat.engine.plan.PlanExecutor;
import dev.meerkat.engine.plan.PlanQuery;
import dev.meerkat.spi.query.Filter;
import java.util.Set;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** One count of a collection. Threads: confined to one operation. */
final class CountRun {
  private final Execution execution;
  private final CountRequest request;

  CountRun(Execution execution, CountRequest request) {
    this.execution = execution;
    this.request = request;
  }

  /**
   * What is counted.
   *
   * @param isWhole whether it is the whole collection
   */
  record Asked(QueryScope scope, PlanQuery query, boolean isWhole) {}

  long count() {
    Asked asked = asked();
    CollectionEntry entry = execution.view().catalog().find(request.namespace());
    if (entry == null) {
      return 0;
    }
    return count(
        execution, execution.engine().collections().of(entry), asked.query(), asked.isWhole());
  }

  /**
   * How many documents a query has, by what is known of the collection or by an index where that
   * tells.
   *
   * @param isWhole whether it is the whole collection
   */
  static long count(
      Execution execution, StoredCollection collection, PlanQuery query, boolean isWhole) {
    if (isWhole) {
      return window(collection.records().count(execution.view().storage()), query);
    }
    Plan.CountScan counted = countScan(execution, collection, query);
    return counted == null
        ? scan(execution, collection, query)
        : entries(execution, collection, counted, query);
  }

  Asked asked() {
    CollectionEntry entry = execution.view().catalog().find(request.namespace());
    QueryScope scope =
        QueryScope.of(execution, request.namespace(), entry, request.collation(), null)
            .withoutClock();
    Filter filter = scope.filter(request.query());
    BsonValue hintSpec = request.hint();
    Hint hint = hintSpec == null ? Hint.none() : Hint.parse(hintSpec);
    TextRules.require(entry, filter.predicate());
    PlanQuery query =
        new PlanQuery(
                filter,
                null,
                request.skip(),
                request.limit(),
                hint,
                scope.collation().order(),
                true)
            .reading(Set.of());
    return new Asked(scope, query, request.query().isEmpty() && hint instanceof Hint.None);
  }

  /** A count of index entries alone, where that answers it. */
  Plan.@Nullable CountScan countScan(Asked asked, CollectionEntry entry) {
    return countScan(execution, execution.engine().collections().of(entry), asked.query());
  }

  static Plan.@Nullable CountScan countScan(
      Execution execution, StoredCollection collection, PlanQuery query) {
    return query.hint() instanceof Hint.Natural
        ? null
        : PlanCursor.planner(execution, collection, query).countScan();
  }

  private static long scan(Execution execution, StoredCollection collection, PlanQuery query) {
    long count = 0;
    try (PlanCursor cursor = PlanCursor.open(execution, collection, query)) {
      while (cursor.advance()) {
        count++;
      }
    }
    return count;
  }

  private static long entries(
      Execution execution, StoredCollection collection, Plan.CountScan plan, PlanQuery query) {
    execution.operation().current().planSummary(() -> PlanSummary.of(plan));
    collection.entry().life().used(plan.index().name());
    try (PlanExecutor executor =
        new PlanExecutor(
            plan, collection.source(), execution.view().storage(), execution.scope())) {
      if (executor.advance()) {
        throw new IllegalStateException("a count answers no document");
      }
      execution.operation().current().examined(executor.keysExamined(), executor.docsExamined());
      // What it has counted are keys, or documents that lie in the order of their cluster keys.
      return window(executor.returned(), query);
    }
  }

  /** What skip and limit leave of a number of documents. */
  static long window(long all, PlanQuery query) {
    long left = Math.max(0, all - query.skip());
    return query.limit() == 0 ? left : Math.min(left, query.limit());
  }
}
