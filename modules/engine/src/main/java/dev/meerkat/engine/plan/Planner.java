package dev.meerkat.engine.plan;

import dev.meerkat.engine.catalog.ClusteredIndex;
import dev.meerkat.engine.index.CollectionIndex;
import dev.meerkat.query.sort.SortPattern;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Predicate;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.KeyRange;
import dev.meerkat.spi.storage.StorageReader;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Chooses how to answer a query: candidates come from the bounds that its predicate gives each
 * index, and where there are several a short trial decides. Threads: confined to one operation.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/core/query-plans/">Query plans</a>
 */
public final class Planner {
  private final PlanQuery query;
  private final PlanSource source;
  private final List<Predicate> conjuncts;
  private final @Nullable IndexFilter filter;

  /** What was set for the query's shape; it counts only where it leaves an index to use. */
  private final @Nullable IndexFilter settings;

  public Planner(PlanQuery query, PlanSource source) {
    this(query, source, null);
  }

  /**
   * @param allowed the only indexes to use where one of them helps, or null
   */
  public Planner(PlanQuery query, PlanSource source, @Nullable BsonArray allowed) {
    this.query = query;
    this.settings =
        allowed == null ? null : new IndexFilter(PlanShape.of(query), new BsonDocument(), allowed);
    this.source = source;
    this.conjuncts = conjunctsOf(query.filter().predicate());
    this.filter = settings == null ? source.cache().filter(query) : settings;
  }

  /**
   * What the planner has decided.
   *
   * @param winner the plan to run
   * @param rejected the candidates that lost the trial
   */
  public record Decision(Plan winner, List<Plan> rejected) {
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
   * @throws ServerException 2 BadValue where the hint names no index
   */
  public Decision plan(StorageReader reader, EvaluationScope scope) {
    List<Plan> whole = whole();
    if (whole.size() == 1) {
      return new Decision(whole.getFirst(), List.of());
    }
    Plan winner = PlanTrial.run(whole, source, reader, scope).winner();
    List<Plan> rejected = new ArrayList<>(whole);
    rejected.remove(winner);
    return new Decision(winner, rejected);
  }

  /**
   * Makes the plan to run: where there are several candidates the one that the cache knows, or the
   * winner of a trial, which it knows from then on.
   *
   * @throws ServerException 2 BadValue where the hint names no index
   */
  public Choice choose(StorageReader reader, EvaluationScope scope) {
    List<Plan> whole = whole();
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
    PlanTrial.Outcome outcome = PlanTrial.run(whole, source, reader, scope);
    source.cache().remember(cached(shape, outcome, scope));
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
    return filter != null && settings == null;
  }

  /** Whether the cache holds a plan that it would use for the query. */
  public boolean isCached(Plan plan) {
    CachedPlan known = source.cache().find(PlanShape.of(query), source.idents());
    return known != null && known.isActive() && known.access().equals(access(plan));
  }

  private List<Plan> whole() {
    List<Plan> whole = new ArrayList<>();
    for (Plan candidate : candidates()) {
      whole.add(withSkipAndLimit(candidate));
    }
    return whole;
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
        PlanDescription.of(outcome.winner()),
        outcome.scores(),
        outcome.statistics(),
        filter != null);
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
    if (plan instanceof Plan.Near near) {
      text.append(near.index().ident());
    }
    for (Plan input : plan.inputs()) {
      text.append('(').append(access(input)).append(')');
    }
    return text.toString();
  }

  /**
   * The ranges of one index whose number of entries is the number of matching documents, or null
   * where counting must look at documents.
   */
  public @Nullable CountRanges countRanges() {
    for (CollectionIndex index : usableIndexes()) {
      for (IndexCandidate candidate : IndexViews.candidates(index, conjuncts)) {
        if (!IndexViews.isMultikey(candidate.view())
            && candidate.isUseful()
            && candidate.isExact()) {
          return new CountRanges(index, candidate.bounds(), ranges(candidate).all());
        }
      }
    }
    return null;
  }

  /** Ranges of an index that hold exactly one entry for each matching document. */
  public record CountRanges(CollectionIndex index, IndexBounds bounds, List<KeyRange> ranges) {
    public CountRanges {
      ranges = List.copyOf(ranges);
    }
  }

  private List<Plan> candidates() {
    Predicate.Near near = NearPlanner.asked(conjuncts);
    if (near != null) {
      return near(near);
    }
    Predicate.Text text = TextPlanner.asked(conjuncts);
    boolean searches = text != null || conjuncts.stream().anyMatch(TextPlanner::isWithin);
    if (searches && !(query.hint() instanceof Hint.None)) {
      throw new ServerException(
          ErrorCode.BAD_VALUE, "text and hint, or $natural, not allowed in same query");
    }
    if (text != null) {
      return List.of(sorted(textPlanner().plan(text, conjuncts)));
    }
    if (searches) {
      Plan or = orPlan(usableIndexes());
      if (or == null) {
        throw TextPlanner.noPlan(
            "Failed to produce a solution for TEXT under OR - other non-TEXT clauses under OR have"
                + " to be indexed as well.");
      }
      return List.of(or);
    }
    boolean hints = filter == null || query.keyLimits() != null;
    if (hints && query.hint() instanceof Hint.Natural natural) {
      if (query.keyLimits() != null) {
        throw new ServerException(
            ErrorCode.NO_QUERY_EXECUTION_PLANS, "min and max are incompatible with $natural");
      }
      return List.of(sorted(collectionScan(natural.direction())));
    }
    if (query.keyLimits() != null && query.hint() instanceof Hint.None) {
      throw new ServerException(
          ErrorCode.location(51173),
          "When using min()/max() a hint of which index to use must be provided");
    }
    if (hints && !(query.hint() instanceof Hint.None)) {
      return List.of(hinted());
    }
    Plan.IdLookup lookup = idLookup();
    if (lookup != null) {
      return List.of(lookup);
    }
    List<Plan> candidates = new ArrayList<>();
    for (IndexCandidate candidate : indexCandidates(conjuncts)) {
      if (candidate.isBounded() && candidate.bounds().isEmpty()) {
        return List.of(new Plan.Eof());
      }
      if (candidate.isUniqueLookup() && candidate.isUseful()) {
        return List.of(access(candidate));
      }
      if (candidate.isUseful() || fitsSort(candidate)) {
        candidates.add(access(candidate));
      }
    }
    if (candidates.isEmpty()) {
      Plan or = orPlan(usableIndexes());
      if (or == null && settings != null) {
        return new Planner(query, source).candidates();
      }
      candidates.add(or != null ? or : sorted(collectionScan(Direction.FORWARD)));
    }
    return candidates;
  }

  private TextPlanner textPlanner() {
    return new TextPlanner(source.indexes(), usableIndexes(), query.filter());
  }

  private List<Plan> near(Predicate.Near asked) {
    if (query.hint() instanceof Hint.Natural) {
      throw new ServerException(
          ErrorCode.BAD_VALUE, "geo near queries can't be answered in $natural order");
    }
    Predicate.Near located = NearPlanner.located(asked, source.indexes());
    List<CollectionIndex> usable = new ArrayList<>();
    for (CollectionIndex index : source.indexes()) {
      boolean isAllowed = filter == null || filter.allows(index);
      if (!index.definition().isHidden() && index.covers(conjuncts) && isAllowed) {
        usable.add(index);
      }
    }
    if (!(query.hint() instanceof Hint.None)) {
      usable.removeIf(index -> !query.hint().names(index));
    }
    List<Plan> plans = new ArrayList<>();
    NearPlanner.plans(located, usable, conjuncts, query).forEach(plan -> plans.add(sorted(plan)));
    return plans;
  }

  private boolean fitsSort(IndexCandidate candidate) {
    SortPattern sort = query.sort();
    // A sparse index leaves documents out, which a sort must not.
    return sort != null && !candidate.view().isSparse() && candidate.fit(sort) != null;
  }

  private Plan hinted() {
    for (CollectionIndex index : source.indexes()) {
      if (query.hint().names(index) && !index.definition().isHidden() && index.covers(conjuncts)) {
        if (query.keyLimits() != null) {
          return limited(index, query.keyLimits());
        }
        return hinted(index);
      }
    }
    throw new ServerException(
        ErrorCode.BAD_VALUE,
        "error processing query: planner returned error :: caused by :: hint provided does not"
            + " correspond to an existing index");
  }

  /** A scan of the hinted index in the way that binds its components to the fewest values. */
  private Plan hinted(CollectionIndex index) {
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
      Plan or = orPlan(List.of(index));
      if (or != null) {
        return or;
      }
      throw new ServerException(
          ErrorCode.NO_QUERY_EXECUTION_PLANS,
          "error processing query: planner returned error :: caused by :: No query solutions");
    }
    return access(best);
  }

  private List<IndexCandidate> indexCandidates(List<Predicate> wanted) {
    List<IndexCandidate> candidates = new ArrayList<>();
    for (CollectionIndex index : usableIndexes()) {
      candidates.addAll(IndexViews.candidates(index, wanted));
    }
    return candidates;
  }

  /** One stretch of an index, from one key to another; what the filter asks is left to a check. */
  private Plan limited(CollectionIndex index, KeyLimits limits) {
    KeyRange range = limits.range(index, query.order());
    IndexBounds all = IndexBounds.all(index.components(), index.definition().order());
    boolean exact = conjuncts.isEmpty();
    IndexCandidate candidate = new IndexCandidate(index, index.view(), all, exact, false, false);
    SortPattern sort = query.sort();
    IndexCandidate.SortFit fit = sort == null ? null : candidate.fit(sort);
    Direction direction = fit == null ? Direction.FORWARD : fit.direction();
    Plan scan = new Plan.IndexScan(index, index.view(), all, List.of(range), direction, 0, limits);
    return fit == null && sort != null
        ? sorted(new Plan.Fetch(scan, exact ? null : query.filter()))
        : fetch(candidate, scan);
  }

  private Plan.@Nullable IdLookup idLookup() {
    if (conjuncts.size() != 1
        || !(conjuncts.getFirst() instanceof Predicate.Path path)
        || !path.path().equals("_id")
        || !path.operator().equals("$eq")
        || !isPlainValue(path.operand())) {
      return null;
    }
    for (CollectionIndex index : source.indexes()) {
      if (index.name().equals("_id_") && index.definition().order().equals(path.order())) {
        return new Plan.IdLookup(index, path.operand());
      }
    }
    return null;
  }

  private static boolean isPlainValue(BsonValue value) {
    BsonType type = value.getBsonType();
    return type != BsonType.ARRAY
        && type != BsonType.NULL
        && type != BsonType.UNDEFINED
        && type != BsonType.REGULAR_EXPRESSION;
  }

  private List<CollectionIndex> usableIndexes() {
    IndexFilter allowed = filter;
    return source.indexes().stream()
        .filter(index -> !index.definition().isHidden() && index.covers(conjuncts))
        .filter(index -> index.compiled().holdsAll(conjuncts))
        .filter(index -> allowed == null || allowed.allows(index))
        .toList();
  }

  /** A scan of the candidate with everything above it but skip and limit. */
  private Plan access(IndexCandidate candidate) {
    SortPattern sort = query.sort();
    IndexCandidate.SortFit fit = sort == null ? null : candidate.fit(sort);
    if (sort == null || fit == null) {
      Plan scan = scan(candidate, Direction.FORWARD);
      // A blocking sort reads its keys from documents.
      return sort == null
          ? fetch(candidate, scan)
          : sorted(new Plan.Fetch(scan, candidate.isExact() ? null : query.filter()));
    }
    if (fit.mergePrefix() == 0) {
      return fetch(candidate, scan(candidate, fit.direction()));
    }
    List<Plan.IndexScan> scans = new ArrayList<>();
    IndexRanges ranges = ranges(candidate);
    for (List<BsonValue> prefix : ranges.prefixes(fit.mergePrefix())) {
      scans.add(
          new Plan.IndexScan(
              candidate.index(),
              candidate.view(),
              candidate.bounds(),
              ranges.after(prefix),
              fit.direction(),
              ranges.prefixLength(prefix),
              null));
    }
    return fetch(candidate, new Plan.SortMerge(sort, scans));
  }

  private Plan.IndexScan scan(IndexCandidate candidate, Direction direction) {
    return new Plan.IndexScan(
        candidate.index(),
        candidate.view(),
        candidate.bounds(),
        ranges(candidate).all(),
        direction,
        0,
        null);
  }

  private static IndexRanges ranges(IndexCandidate candidate) {
    return new IndexRanges(candidate.index(), candidate.view(), candidate.bounds());
  }

  private Plan fetch(IndexCandidate candidate, Plan input) {
    if (query.returnKey() && candidate.isExact()) {
      return input;
    }
    return new Plan.Fetch(input, candidate.isExact() ? null : query.filter());
  }

  private Plan collectionScan(Direction direction) {
    for (CollectionIndex index : source.indexes()) {
      if (ClusteredIndex.is(index.definition().spec())) {
        return clusteredScan(index, direction);
      }
    }
    return new Plan.CollectionScan(
        direction,
        conjuncts.isEmpty() ? null : query.filter(),
        RecordIdRange.of(source.namespace(), query.filter().predicate()));
  }

  /** Natural order is that of the clustered index. */
  private Plan clusteredScan(CollectionIndex index, Direction direction) {
    IndexBounds all = IndexBounds.all(index.components(), index.definition().order());
    IndexCandidate candidate = new IndexCandidate(index, index.view(), all, false, false, false);
    Plan scan = scan(candidate, direction);
    return new Plan.Fetch(scan, conjuncts.isEmpty() ? null : query.filter());
  }

  /** A union of index scans where a disjunction has an index for each of its branches. */
  private @Nullable Plan orPlan(List<CollectionIndex> indexes) {
    boolean searches = conjuncts.stream().anyMatch(TextPlanner::isWithin);
    for (Predicate conjunct : conjuncts) {
      if (conjunct instanceof Predicate.Or or && (!searches || TextPlanner.isWithin(or))) {
        List<Plan> branches = branches(or, indexes);
        if (!branches.isEmpty()) {
          return sorted(new Plan.Fetch(new Plan.Or(branches), query.filter()));
        }
      }
    }
    return null;
  }

  /**
   * A scan for each branch, or none where one has no index. Beside a search, which no document can
   * be asked about, each must prove its branch.
   */
  private List<Plan> branches(Predicate.Or or, List<CollectionIndex> indexes) {
    boolean searches = TextPlanner.isWithin(or);
    List<Plan> branches = new ArrayList<>();
    for (Predicate branch : or.branches()) {
      List<Predicate> asked = conjunctsOf(branch);
      Predicate.Text text = TextPlanner.asked(asked);
      if (text != null) {
        branches.add(textPlanner().plan(text, asked));
        continue;
      }
      IndexCandidate best = bestFor(branch, indexes);
      if (best == null || searches && !best.isExact()) {
        return List.of();
      }
      branches.add(scan(best, Direction.FORWARD));
    }
    return branches;
  }

  private static @Nullable IndexCandidate bestFor(Predicate branch, List<CollectionIndex> indexes) {
    IndexCandidate best = null;
    List<Predicate> asked = conjunctsOf(branch);
    for (CollectionIndex index : indexes) {
      if (!index.compiled().holdsAll(asked)) {
        continue;
      }
      for (IndexCandidate candidate : IndexViews.candidates(index, asked)) {
        if (candidate.isUseful() && (best == null || candidate.points() > best.points())) {
          best = candidate;
        }
      }
    }
    return best;
  }

  private Plan sorted(Plan input) {
    SortPattern sort = query.sort();
    if (sort == null) {
      return input;
    }
    long wanted = query.limit() == 0 ? 0 : query.limit() + query.skip();
    return new Plan.Sort(input, sort, Math.max(0, wanted), query.allowDiskUse());
  }

  private Plan withSkipAndLimit(Plan plan) {
    Plan result = plan;
    if (query.skip() > 0) {
      result = new Plan.Skip(result, query.skip());
    }
    if (query.returnKey()) {
      result = new Plan.ReturnKey(result);
    }
    if (query.limit() > 0) {
      result = new Plan.Limit(result, query.limit());
    }
    return result;
  }

  private static List<Predicate> conjunctsOf(Predicate predicate) {
    List<Predicate> conjuncts = new ArrayList<>();
    flatten(predicate, conjuncts);
    return conjuncts;
  }

  private static void flatten(Predicate predicate, List<Predicate> conjuncts) {
    if (predicate instanceof Predicate.And and) {
      and.branches().forEach(branch -> flatten(branch, conjuncts));
    } else {
      conjuncts.add(predicate);
    }
  }
}
