package dev.meerkat.engine.collection;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.engine.catalog.IndexEntry;
import dev.meerkat.engine.cursor.Execution;
import dev.meerkat.engine.cursor.ReadCount;
import dev.meerkat.engine.cursor.Suspendable;
import dev.meerkat.engine.plan.CachedPlan;
import dev.meerkat.engine.plan.Plan;
import dev.meerkat.engine.plan.PlanExecutor;
import dev.meerkat.engine.plan.PlanQuery;
import dev.meerkat.engine.plan.PlanSource;
import dev.meerkat.engine.plan.Planner;
import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The documents that a plan answers, over as many snapshots as it takes. Threads: confined to one
 * operation at a time.
 */
final class PlanCursor implements Cursor, Suspendable {
  private final Execution execution;
  private final CollectionEntry entry;

  /** Null where the plan was made without one, and is for sure. */
  private final @Nullable Planner planner;

  private final PlanSource source;

  /** What the cache said of the plan, as long as it has not shown that it is still good. */
  private @Nullable CachedPlan onTrust;

  /** What counts its reads for explain, or null. */
  private final @Nullable ReadCount reads;

  private PlanExecutor executor;
  private long keysTold;
  private long documentsTold;
  private boolean suspended;
  private boolean done;

  private PlanCursor(
      Execution execution,
      CollectionEntry entry,
      @Nullable Planner planner,
      PlanSource source,
      Planner.Choice choice) {
    this.execution = execution;
    this.entry = entry;
    this.planner = planner;
    this.source = source;
    this.onTrust = choice.cached();
    this.reads = execution.reads();
    this.executor = executor(choice.plan());
  }

  /**
   * Plans a query and opens it.
   *
   * @throws ServerException 2 where the hint names no index
   */
  static PlanCursor open(Execution execution, StoredCollection collection, PlanQuery query) {
    Planner planner = planner(execution, collection, query);
    return open(
        execution,
        collection,
        planner,
        planner.choose(execution.view().storage(), execution.scope()));
  }

  /** The same, or a scan of an index for the values of a path alone, where there is one. */
  static PlanCursor openDistinct(
      Execution execution, StoredCollection collection, PlanQuery query, String path) {
    Planner planner = planner(execution, collection, query);
    Plan scan = planner.distinctScan(path);
    return open(
        execution,
        collection,
        planner,
        scan == null
            ? planner.choose(execution.view().storage(), execution.scope())
            : new Planner.Choice(scan, null));
  }

  /** The documents that a plan answers which somebody else has made. */
  static PlanCursor open(Execution execution, StoredCollection collection, Plan plan) {
    return open(execution, collection, null, new Planner.Choice(plan, null));
  }

  static Planner planner(Execution execution, StoredCollection collection, PlanQuery query) {
    PlanSource source = collection.source();
    Operation operation = execution.operation();
    return new Planner(
        query, source, operation.engine().querySettings().indexes(operation, source.namespace()));
  }

  private static PlanCursor open(
      Execution execution,
      StoredCollection collection,
      @Nullable Planner planner,
      Planner.Choice choice) {
    PlanCursor cursor =
        new PlanCursor(execution, collection.entry(), planner, collection.source(), choice);
    execution.add(cursor);
    return cursor;
  }

  private PlanExecutor executor(Plan plan) {
    execution.operation().current().planSummary(() -> PlanSummary.of(plan));
    countUses(plan, entry);
    if (reads != null) {
      countReads(plan, reads);
    }
    return new PlanExecutor(plan, source, execution.view().storage(), execution.scope());
  }

  /** Takes the first step, and plans anew where the plan takes much more work than it once did. */
  private boolean begin(CachedPlan trusted) {
    onTrust = null;
    Planner planning = Objects.requireNonNull(planner);
    if (!executor.reaches(planning.patience(trusted))) {
      tellExamined();
      keysTold = 0;
      documentsTold = 0;
      executor.close();
      executor = executor(planning.replan(trusted, execution.view().storage(), execution.scope()));
      return executor.advance();
    }
    return !executor.isDone();
  }

  private static void countUses(Plan plan, CollectionEntry entry) {
    // Each start scans collections of the server's own, and would link the switch anew for that.
    if (plan instanceof Plan.CollectionScan) {
      entry.life().scanned(false);
      return;
    }
    switch (plan) {
      case Plan.IndexScan scan -> entry.life().used(scan.index().name());
      case Plan.DistinctScan distinct -> countUses(distinct.scan(), entry);
      case Plan.Near near -> entry.life().used(near.index().name());
      case Plan.IdLookup lookup -> entry.life().used(lookup.index().name());
      default -> plan.inputs().forEach(input -> countUses(input, entry));
    }
  }

  private static void countReads(Plan plan, ReadCount reads) {
    switch (plan) {
      case Plan.CollectionScan _ -> reads.scanned();
      case Plan.IndexScan scan -> reads.used(scan.index().name());
      case Plan.DistinctScan distinct -> countReads(distinct.scan(), reads);
      case Plan.Near near -> reads.used(near.index().name());
      case Plan.IdLookup lookup -> reads.used(lookup.index().name());
      default -> plan.inputs().forEach(input -> countReads(input, reads));
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
    CachedPlan trusted = onTrust;
    done = !(trusted == null ? executor.advance() : begin(trusted));
    return !done;
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

  /** Tells the command at hand what was looked at since it was last told. */
  private void tellExamined() {
    long keys = executor.keysExamined();
    long documents = executor.docsExamined();
    execution.operation().current().examined(keys - keysTold, documents - documentsTold);
    if (reads != null) {
      reads.examined(keys - keysTold, documents - documentsTold);
    }
    keysTold = keys;
    documentsTold = documents;
  }

  @Override
  public void suspend() {
    tellExamined();
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
          case Plan.DistinctScan distinct -> distinct.scan().index().ident();
          case Plan.Near near -> near.index().ident();
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
    tellExamined();
    executor.close();
  }
}
