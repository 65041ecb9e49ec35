package dev.meerkat.engine.collection;

import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.engine.catalog.IndexEntry;
import dev.meerkat.engine.cursor.Execution;
import dev.meerkat.engine.cursor.Suspendable;
import dev.meerkat.engine.plan.Plan;
import dev.meerkat.engine.plan.PlanExecutor;
import dev.meerkat.engine.plan.PlanQuery;
import dev.meerkat.engine.plan.Planner;
import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import org.jspecify.annotations.Nullable;

/**
 * The documents that a plan answers, over as many snapshots as it takes. Threads: confined to one
 * operation at a time.
 */
final class PlanCursor implements Cursor, Suspendable {
  private final Execution execution;
  private final CollectionEntry entry;
  private final PlanExecutor executor;
  private boolean suspended;
  private boolean done;

  private PlanCursor(Execution execution, CollectionEntry entry, PlanExecutor executor) {
    this.execution = execution;
    this.entry = entry;
    this.executor = executor;
  }

  /**
   * Plans a query and opens it.
   *
   * @throws ServerException 2 where the hint names no index
   */
  static PlanCursor open(Execution execution, StoredCollection collection, PlanQuery query) {
    var reader = execution.view().storage();
    Plan plan = new Planner(query, collection.source()).plan(reader, execution.scope()).winner();
    PlanCursor cursor =
        new PlanCursor(
            execution,
            collection.entry(),
            new PlanExecutor(plan, collection.source(), reader, execution.scope()));
    execution.operation().planSummary(PlanSummary.of(plan));
    countUses(plan, collection.entry());
    execution.add(cursor);
    return cursor;
  }

  private static void countUses(Plan plan, CollectionEntry entry) {
    switch (plan) {
      case Plan.IndexScan scan -> entry.life().used(scan.index().name());
      case Plan.IdLookup lookup -> entry.life().used(lookup.index().name());
      default -> plan.inputs().forEach(input -> countUses(input, entry));
    }
  }

  @Override
  public boolean advance() {
    if (done) {
      return false;
    }
    if (suspended) {
      resume();
    }
    if (!executor.advance()) {
      done = true;
      return false;
    }
    return true;
  }

  @Override
  public DocumentView current() {
    return executor.current();
  }

  /** The record of the current document. */
  long recordId() {
    return executor.recordId();
  }

  PlanExecutor executor() {
    return executor;
  }

  @Override
  public void suspend() {
    if (done) {
      executor.close();
    } else if (!suspended) {
      executor.save();
      suspended = true;
    }
  }

  private void resume() {
    var view = execution.view();
    CollectionEntry now = view.catalog().find(entry.namespace());
    if (now == null || !now.uuid().equals(entry.uuid())) {
      throw new ServerException(
          ErrorCode.QUERY_PLAN_KILLED,
          "collection dropped or renamed: " + entry.namespace().fullName());
    }
    checkIndexes(executor.plan(), now);
    executor.restore(view.storage());
    suspended = false;
  }

  private static void checkIndexes(Plan plan, CollectionEntry now) {
    String ident =
        switch (plan) {
          case Plan.IndexScan scan -> scan.index().ident();
          case Plan.IdLookup lookup -> lookup.index().ident();
          default -> null;
        };
    if (ident != null && !isThere(ident, now)) {
      throw new ServerException(ErrorCode.QUERY_PLAN_KILLED, "index dropped");
    }
    for (Plan input : plan.inputs()) {
      checkIndexes(input, now);
    }
  }

  private static boolean isThere(@Nullable String ident, CollectionEntry entry) {
    for (IndexEntry index : entry.indexes()) {
      if (index.ident().equals(ident)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() {
    done = true;
    execution.remove(this);
    executor.close();
  }
}
