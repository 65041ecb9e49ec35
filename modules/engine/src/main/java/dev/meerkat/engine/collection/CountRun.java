package dev.meerkat.engine.collection;

import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.engine.cursor.Execution;
import dev.meerkat.engine.plan.Hint;
import dev.meerkat.engine.plan.PlanQuery;
import dev.meerkat.engine.plan.Planner;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.storage.KeyRange;
import org.bson.BsonValue;

/** One count of a collection. Threads: confined to one operation. */
final class CountRun {
  /** Index entries counted between two looks at whether the operation has been killed. */
  private static final long SLICE = 100_000;

  private final Execution execution;
  private final CountRequest request;

  CountRun(Execution execution, CountRequest request) {
    this.execution = execution;
    this.request = request;
  }

  long count() {
    CollectionEntry entry = execution.view().catalog().find(request.namespace());
    QueryScope scope =
        QueryScope.of(execution, request.namespace(), entry, request.collation(), null)
            .withoutClock();
    Filter filter = scope.filter(request.query());
    BsonValue hintSpec = request.hint();
    Hint hint = hintSpec == null ? Hint.none() : Hint.parse(hintSpec);
    TextRules.require(entry, filter.predicate());
    if (entry == null) {
      return 0;
    }
    StoredCollection collection = execution.engine().collections().of(entry);
    if (request.query().isEmpty() && hint instanceof Hint.None) {
      return window(collection.records().count(execution.view().storage()));
    }
    PlanQuery query =
        new PlanQuery(
            filter, null, request.skip(), request.limit(), hint, scope.collation().order(), true);
    Planner.CountRanges ranges =
        hint instanceof Hint.None ? new Planner(query, collection.source()).countRanges() : null;
    return ranges == null ? scan(collection, query) : window(entries(ranges));
  }

  private long scan(StoredCollection collection, PlanQuery query) {
    long count = 0;
    try (PlanCursor cursor = PlanCursor.open(execution, collection, query)) {
      while (cursor.advance()) {
        count++;
      }
    }
    return count;
  }

  private long entries(Planner.CountRanges ranges) {
    long count = 0;
    for (KeyRange range : ranges.ranges()) {
      count += ranges.index().table().count(execution.view().storage(), range, Long.MAX_VALUE);
      if (count % SLICE == 0) {
        execution.checkInterrupted();
      }
    }
    return count;
  }

  /** What skip and limit leave of a number of documents. */
  private long window(long all) {
    long left = Math.max(0, all - request.skip());
    return request.limit() == 0 ? left : Math.min(left, request.limit());
  }
}
