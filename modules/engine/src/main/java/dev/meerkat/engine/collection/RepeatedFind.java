package dev.meerkat.engine.collection;

import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.engine.cursor.Execution;
import dev.meerkat.engine.cursor.ListCursor;
import dev.meerkat.engine.plan.EqualityPlan;
import dev.meerkat.engine.plan.Plan;
import dev.meerkat.engine.plan.PlanQuery;
import dev.meerkat.query.filter.Filters;
import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.query.Predicate;
import dev.meerkat.spi.query.PreparedFind;
import java.util.Collections;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A find within a running query that is parsed once, as long as the collection stays what it is.
 * What it is asked beside is planned anew, unless it is another value of an equality whose plan is
 * known. Threads: confined to one operation at a time.
 */
final class RepeatedFind implements PreparedFind {
  private final Execution execution;
  private final FindRequest request;
  private final @Nullable Set<String> paths;
  private @Nullable Ready ready;

  /** What the last equality was found by, where the next one is, too; of {@link #ready}. */
  private @Nullable EqualityPlan kept;

  RepeatedFind(Execution execution, FindRequest request, @Nullable Set<String> paths) {
    this.execution = execution;
    this.request = request;
    this.paths = paths;
  }

  /**
   * What does not change from one filter to the next.
   *
   * @param query what is always asked
   */
  private record Ready(CollectionEntry entry, StoredCollection collection, PlanQuery query) {}

  @Override
  public Cursor open(Filter filter) {
    CollectionEntry entry = execution.view().catalog().find(request.namespace());
    if (entry == null) {
      return new ListCursor(Collections.emptyIterator());
    }
    Ready known = ready(entry);
    Filter bound = filter.bound(execution.scope());
    Filter fixed = known.query.filter();
    Predicate.Path asked = EqualityPlan.asked(bound);
    EqualityPlan last = kept;
    Plan again =
        asked == null || last == null ? null : last.with(asked, () -> Filters.both(fixed, bound));
    if (again != null) {
      return PlanCursor.open(execution, known.collection, again);
    }
    PlanQuery query = known.query.matching(Filters.both(fixed, bound));
    PlanCursor planned = PlanCursor.open(execution, known.collection, query);
    kept =
        asked == null
            ? null
            : EqualityPlan.of(
                planned.executor().plan(), query, fixed, asked, known.collection.source());
    return planned;
  }

  /** Whether the next value of the last equality needs no planning. */
  boolean keepsItsPlan() {
    return kept != null;
  }

  @SuppressWarnings("ReferenceEquality") // an entry is replaced, never changed
  private Ready ready(CollectionEntry entry) {
    Ready known = ready;
    if (known != null && known.entry == entry) {
      return known;
    }
    if (entry.isView()) {
      throw new ServerException(
          ErrorCode.QUERY_PLAN_KILLED,
          "collection dropped or renamed: " + entry.namespace().fullName());
    }
    QueryScope scope =
        QueryScope.of(execution, request.namespace(), entry, request.collation(), request.let());
    PlanQuery query =
        new FindRun(execution, request).query(scope, scope.filter(request.filter())).reading(paths);
    Ready made = new Ready(entry, execution.engine().collections().of(entry), query);
    ready = made;
    kept = null;
    return made;
  }
}
