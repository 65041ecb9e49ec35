package dev.meerkat.engine.collection;

import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.engine.cursor.Execution;
import dev.meerkat.engine.cursor.ListCursor;
import dev.meerkat.engine.plan.PlanQuery;
import dev.meerkat.query.filter.Filters;
import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.query.PreparedFind;
import java.util.Collections;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A find within a running query that is parsed once, as long as the collection stays what it is,
 * and planned for each filter that comes. Threads: confined to one operation at a time.
 */
final class RepeatedFind implements PreparedFind {
  private final Execution execution;
  private final FindRequest request;
  private final @Nullable Set<String> paths;
  private @Nullable Ready ready;

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
    Filter both = Filters.both(known.query.filter(), filter.bound(execution.scope()));
    return PlanCursor.open(execution, known.collection, known.query.matching(both));
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
    return made;
  }
}
