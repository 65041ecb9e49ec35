package dev.meerkat.engine.plan;

import dev.meerkat.engine.index.CollectionIndex;
import dev.meerkat.query.sort.SortPattern;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Predicate;
import dev.meerkat.spi.storage.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * The ways to answer a query: what the bounds that its predicate gives each index make of the hint,
 * the sort and the other rules. Threads: confined to one operation.
 */
final class PlanCandidates {
  private final PlanQuery query;
  private final PlanSource source;
  private final List<Predicate> conjuncts;
  private final AccessPlans plans;
  private final @Nullable IndexFilter filter;

  /** What was set for the query's shape; it counts only where it leaves an index to use. */
  private final @Nullable IndexFilter settings;

  /** Whether the plan may be one look-up, and be told as such. */
  private final boolean isPlain;

  /**
   * @param allowed the only indexes to use where one of them helps, or null
   */
  PlanCandidates(PlanQuery query, PlanSource source, @Nullable BsonArray allowed) {
    this.query = query;
    this.settings =
        allowed == null ? null : new IndexFilter(PlanShape.of(query), new BsonDocument(), allowed);
    this.source = source;
    this.conjuncts = conjunctsOf(query.filter().predicate());
    this.plans = new AccessPlans(query, source, !conjuncts.isEmpty());
    this.isPlain = query.isPlain() && query.hint() instanceof Hint.None;
    this.filter = settings == null ? source.cache().filter(query) : settings;
  }

  /** Whether something says which indexes may be used. */
  boolean isRestricted() {
    return filter != null;
  }

  /** Whether an index filter says which indexes may be used. */
  boolean isFiltered() {
    return filter != null && settings == null;
  }

  /**
   * The whole plans among which a trial or the cache chooses; at least one.
   *
   * @throws ServerException 2 BadValue where the hint names no index
   */
  List<Plan> whole() {
    List<Plan> candidates = candidates();
    if (candidates.size() == 1) {
      Plan plan = plans.withSkipAndLimit(candidates.getFirst());
      return List.of(isPlain ? ExpressPlans.told(query, conjuncts, plan) : plan);
    }
    List<Plan> whole = new ArrayList<>(candidates.size());
    for (Plan candidate : candidates) {
      whole.add(plans.withSkipAndLimit(candidate));
    }
    return whole;
  }

  /** The plans that read keys alone. */
  KeyPlans ofKeys() {
    return new KeyPlans(query, conjuncts, plans, usableIndexes());
  }

  private List<Plan> candidates() {
    Predicate.Near near = NearPlanner.asked(conjuncts);
    if (near != null) {
      return near(near);
    }
    Predicate.Text text = TextPlanner.asked(conjuncts);
    boolean searches = text != null || TextPlanner.isWithinAny(conjuncts);
    if (searches && !(query.hint() instanceof Hint.None)) {
      throw new ServerException(
          ErrorCode.BAD_VALUE, "text and hint, or $natural, not allowed in same query");
    }
    if (text != null) {
      return List.of(plans.sorted(textPlanner().plan(text, conjuncts)));
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
      return List.of(plans.collectionScan(natural.direction()));
    }
    if (query.keyLimits() != null && query.hint() instanceof Hint.None) {
      throw new ServerException(
          ErrorCode.location(51173),
          "When using min()/max() a hint of which index to use must be provided");
    }
    if (hints && !(query.hint() instanceof Hint.None)) {
      return List.of(new HintedPlans(query, source, conjuncts, plans, orPlans()).plan());
    }
    if (conjuncts.contains(Predicate.Opaque.NOTHING)) {
      return List.of(new Plan.Eof());
    }
    Plan.IdLookup lookup = idLookup();
    if (lookup != null) {
      return List.of(lookup);
    }
    List<Plan> candidates = new ArrayList<>(1);
    List<IndexCandidate> useful = new ArrayList<>(1);
    Predicate.Path equality =
        isPlain && query.limit() == 1 && query.sort() == null
            ? ExpressPlans.equality(conjuncts)
            : null;
    IndexCandidate shortest = null;
    for (IndexCandidate candidate : indexCandidates(conjuncts)) {
      if (candidate.isBounded() && candidate.bounds().isEmpty()) {
        return List.of(new Plan.Eof());
      }
      if (candidate.isUniqueLookup() && candidate.isUseful()) {
        return List.of(plans.access(candidate));
      }
      if (candidate.isUseful() || fitsSort(candidate)) {
        candidates.add(plans.access(candidate));
      }
      if (candidate.isUseful()) {
        useful.add(candidate);
      }
      if (equality != null && ExpressPlans.isShorter(candidate, equality, shortest)) {
        shortest = candidate;
      }
    }
    if (shortest != null) {
      return List.of(plans.access(shortest));
    }
    if (useful.size() > 1) {
      candidates.addAll(new Intersections(query, plans).of(useful));
    }
    if (candidates.isEmpty()) {
      Plan or = orPlan(usableIndexes());
      if (or == null && settings != null) {
        return new PlanCandidates(query, source, null).candidates();
      }
      candidates.add(or != null ? or : plans.collectionScan(Direction.FORWARD));
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
    List<Plan> ordered = new ArrayList<>();
    NearPlanner.plans(located, usable, conjuncts, query)
        .forEach(plan -> ordered.add(plans.sorted(plan)));
    return ordered;
  }

  private boolean fitsSort(IndexCandidate candidate) {
    SortPattern sort = query.sort();
    // A sparse index leaves documents out, which a sort must not.
    return sort != null && !candidate.view().isSparse() && candidate.fit(sort) != null;
  }

  private List<IndexCandidate> indexCandidates(List<Predicate> wanted) {
    List<LeafPredicate> leaves = LeafPredicate.leavesOf(wanted);
    Set<String> paths = LeafPredicate.paths(leaves);
    List<IndexCandidate> candidates = new ArrayList<>(1);
    for (CollectionIndex index : usableIndexes()) {
      if (query.sort() != null || index.compiled().mayKnow(paths)) {
        IndexViews.addCandidates(index, wanted, leaves, paths, candidates);
      }
    }
    return candidates;
  }

  private Plan.@Nullable IdLookup idLookup() {
    Predicate.Path path = ExpressPlans.equality(conjuncts);
    if (path == null || !path.path().equals("_id")) {
      return null;
    }
    for (CollectionIndex index : source.indexes()) {
      if (index.name().equals("_id_") && index.definition().order().equals(path.order())) {
        return new Plan.IdLookup(index, path.operand());
      }
    }
    return null;
  }

  private List<CollectionIndex> usableIndexes() {
    IndexFilter allowed = filter;
    List<CollectionIndex> usable = new ArrayList<>(source.indexes().size());
    for (CollectionIndex index : source.indexes()) {
      if (!index.definition().isHidden()
          && index.covers(conjuncts)
          && index.compiled().holdsAll(conjuncts)
          && (allowed == null || allowed.allows(index))) {
        usable.add(index);
      }
    }
    return usable;
  }

  private @Nullable Plan orPlan(List<CollectionIndex> indexes) {
    return orPlans().plan(indexes);
  }

  private OrPlans orPlans() {
    return new OrPlans(query, plans, conjuncts, textPlanner());
  }

  static List<Predicate> conjunctsOf(Predicate predicate) {
    if (!(predicate instanceof Predicate.And) && !(predicate instanceof Predicate.Nor)) {
      return List.of(predicate);
    }
    List<Predicate> conjuncts = new ArrayList<>();
    flatten(predicate, conjuncts);
    return conjuncts;
  }

  private static void flatten(Predicate predicate, List<Predicate> conjuncts) {
    switch (predicate) {
      case Predicate.And and -> and.branches().forEach(branch -> flatten(branch, conjuncts));
      case Predicate.Nor nor ->
          nor.branches().forEach(branch -> conjuncts.add(new Predicate.Not(branch)));
      default -> conjuncts.add(predicate);
    }
  }
}
