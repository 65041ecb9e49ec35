package dev.meerkat.engine.plan;

import dev.meerkat.query.sort.SortPattern;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.Ticker;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.storage.StorageReader;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * Chooses how to answer a query: where there are several candidates, the cache knows the best or a
 * short trial decides. Threads: confined to one operation.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/core/query-plans/">Query plans</a>
 */
public final class Planner {
  private static final long MOST_CACHED = 5_000;

  private final PlanQuery query;
  private final PlanSource source;
  private final PlanCandidates candidates;

  public Planner(PlanQuery query, PlanSource source) {
    this(query, source, null);
  }

  /**
   * @param allowed the only indexes to use where one of them helps, or null
   */
  public Planner(PlanQuery query, PlanSource source, @Nullable BsonArray allowed) {
    this.query = query;
    this.source = source;
    this.candidates = new PlanCandidates(query, source, allowed);
  }

  /**
   * What the planner has decided.
   *
   * @param winner the plan to run
   * @param rejected the candidates that lost the trial
   * @param trial what each candidate has done in the trial, best first
   */
  public record Decision(Plan winner, List<Plan> rejected, BsonArray trial) {
    public Decision {
      rejected = List.copyOf(rejected);
    }
  }

  /**
   * The plan to run.
   *
   * @param cached where the plan comes from the cache, what is known of it there
   */
  public record Choice(Plan plan, @Nullable CachedPlan cached) {}

  /**
   * Makes the plan, and tells of those that lost; for explain, which neither uses the cache nor
   * changes it.
   *
   * @param ticker measures the stages of candidates, or null
   * @throws ServerException 2 BadValue where the hint names no index
   */
  public Decision plan(StorageReader reader, EvaluationScope scope, @Nullable Ticker ticker) {
    List<Plan> whole = candidates.whole();
    if (whole.size() == 1) {
      return new Decision(whole.getFirst(), List.of(), new BsonArray());
    }
    PlanTrial.Outcome outcome = PlanTrial.run(whole, source, reader, scope, ticker);
    List<Plan> rejected = new ArrayList<>(whole);
    rejected.remove(outcome.winner());
    return new Decision(outcome.winner(), rejected, outcome.statistics());
  }

  /**
   * Makes the plan to run: where there are several candidates the one that the cache knows, or the
   * winner of a trial, which it knows from then on.
   *
   * @throws ServerException 2 BadValue where the hint names no index
   */
  public Choice choose(StorageReader reader, EvaluationScope scope) {
    List<Plan> whole = candidates.whole();
    if (whole.size() == 1) {
      return new Choice(whole.getFirst(), null);
    }
    PlanShape shape = PlanShape.of(query);
    CachedPlan known = source.cache().find(shape, source.idents());
    if (known != null && known.isActive()) {
      for (Plan candidate : whole) {
        if (access(candidate).equals(known.access())) {
          return new Choice(candidate, known);
        }
      }
    }
    PlanTrial.Outcome outcome = PlanTrial.run(whole, source, reader, scope, null);
    source
        .cache()
        .remember(
            cached(shape, outcome, scope),
            scope.spills().limit("internalQueryCacheMaxEntriesPerCollection", MOST_CACHED));
    return new Choice(outcome.winner(), null);
  }

  /** Units of work that a cached plan may take before it has a document. */
  public long patience(CachedPlan cached) {
    return cached.patience();
  }

  /** The plan to run in the place of a cached one that has taken too much work. */
  public Plan replan(CachedPlan cached, StorageReader reader, EvaluationScope scope) {
    source.cache().forget(cached);
    return choose(reader, scope).plan();
  }

  /** Whether an index filter says which indexes may be used. */
  public boolean isFiltered() {
    return candidates.isFiltered();
  }

  /** The key under which the plan cache would know the query: {@code planCacheKey}. */
  public String cacheKey() {
    return CachedPlan.key(PlanShape.of(query), source.idents());
  }

  /** Whether the cache holds a plan that it would use for the query. */
  public boolean isCached(Plan plan) {
    CachedPlan known = source.cache().find(PlanShape.of(query), source.idents());
    return known != null && known.isActive() && known.access().equals(access(plan));
  }

  private CachedPlan cached(PlanShape shape, PlanTrial.Outcome outcome, EvaluationScope scope) {
    SortPattern sort = query.sort();
    BsonDocument projection = query.projection();
    BsonDocument from =
        new BsonDocument("query", query.filter().predicate().describe())
            .append("sort", sort == null ? new BsonDocument() : sort.toBson())
            .append("projection", projection == null ? new BsonDocument() : projection);
    return new CachedPlan(
        shape,
        access(outcome.winner()),
        source.idents(),
        outcome.works(),
        false,
        scope.now().getValue(),
        from,
        PlanDescription.of(outcome.winner(), scope.spills()),
        outcome.scores(),
        outcome.statistics(),
        candidates.isRestricted());
  }

  /** How a plan finds documents: its stages and indexes without their bounds. */
  private static String access(Plan plan) {
    StringBuilder text = new StringBuilder(plan.stageName());
    if (plan instanceof Plan.IndexScan scan) {
      text.append(scan.index().ident()).append(scan.direction());
      if (!scan.view().keyPattern().equals(scan.index().definition().keyPattern())) {
        text.append(scan.view().keyPattern().keySet());
      }
    }
    if (plan instanceof Plan.DistinctScan distinct) {
      text.append(distinct.scan().index().ident());
    }
    if (plan instanceof Plan.Near near) {
      text.append(near.index().ident());
    }
    for (Plan input : plan.inputs()) {
      text.append('(').append(access(input)).append(')');
    }
    return text.toString();
  }

  /**
   * A count of the entries of one index, of which there are as many as matching documents; null
   * where counting must look at documents.
   */
  public Plan.@Nullable CountScan countScan() {
    return candidates.ofKeys().countScan();
  }

  /**
   * A plan that answers a document for each value of a path, or few more; null where documents must
   * be read for that.
   */
  public @Nullable Plan distinctScan(String path) {
    return candidates.ofKeys().distinctScan(path);
  }

  /**
   * A plan that answers the first document, or the last one, of each value of a path; null where
   * others must be looked at for that.
   *
   * @param sort the order, or null for any
   */
  public @Nullable Plan firsts(String path, @Nullable SortPattern sort, boolean isLast) {
    return candidates.ofKeys().firsts(path, sort, isLast);
  }
}
