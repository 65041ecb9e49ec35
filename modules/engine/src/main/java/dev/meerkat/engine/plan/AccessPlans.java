package dev.meerkat.engine.plan;

import dev.meerkat.engine.index.CollectionIndex;
import dev.meerkat.query.sort.SortPattern;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.KeyRange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The plans of one candidate: its scans with the fetch, the sort, the skip and the limit above
 * them. Threads: immutable.
 *
 * @param hasFilter whether the query asks anything of a document
 */
record AccessPlans(PlanQuery query, PlanSource source, boolean hasFilter) {
  /** A scan of the candidate with everything above it but skip and limit. */
  Plan access(IndexCandidate candidate) {
    SortPattern sort = query.sort();
    IndexCandidate.SortFit fit = sort == null ? null : candidate.fit(sort);
    if (fit == null) {
      return above(candidate, scan(candidate, Direction.FORWARD), sort);
    }
    if (fit.mergePrefix() == 0) {
      return above(candidate, scan(candidate, fit.direction()), null);
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
              null,
              keyFilter(candidate)));
    }
    return above(candidate, new Plan.SortMerge(Objects.requireNonNull(sort), scans), null);
  }

  Plan.IndexScan scan(IndexCandidate candidate, Direction direction) {
    return scan(candidate, direction, keyFilter(candidate));
  }

  /** A scan whose keys are asked nothing beyond their bounds. */
  Plan.IndexScan branch(IndexCandidate candidate, Direction direction) {
    return scan(candidate, direction, null);
  }

  private static Plan.IndexScan scan(
      IndexCandidate candidate, Direction direction, @Nullable KeyFilter filter) {
    return new Plan.IndexScan(
        candidate.index(),
        candidate.view(),
        candidate.bounds(),
        ranges(candidate).all(),
        direction,
        0,
        null,
        filter);
  }

  /** The documents that any of several scans finds, each in the order of the sort. */
  Plan merged(SortPattern sort, List<Plan.IndexScan> scans, boolean isExact) {
    return new Plan.Fetch(new Plan.SortMerge(sort, scans), isExact ? null : query.filter());
  }

  /**
   * Scans of a candidate that are each in the order of the sort, none where they are not; their
   * keys compare from where the sort begins.
   */
  List<Plan.IndexScan> inOrder(IndexCandidate candidate, SortPattern sort) {
    IndexCandidate.SortFit fit = candidate.fit(sort);
    int prefix = candidate.componentsBefore(sort);
    if (fit == null || prefix < 0) {
      return List.of();
    }
    List<Plan.IndexScan> scans = new ArrayList<>();
    IndexRanges ranges = ranges(candidate);
    for (List<BsonValue> values : ranges.prefixes(prefix)) {
      scans.add(
          new Plan.IndexScan(
              candidate.index(),
              candidate.view(),
              candidate.bounds(),
              ranges.after(values),
              fit.direction(),
              ranges.prefixLength(values),
              null,
              null));
    }
    return scans;
  }

  /**
   * The documents that any of several scans finds.
   *
   * @param isExact whether each of them finds no other
   */
  Plan union(List<Plan> branches, boolean isExact) {
    Plan or = new Plan.Or(branches);
    Set<String> reads = query.fields();
    return isExact && reads != null && reads.isEmpty() && query.sort() == null
        ? or
        : sorted(new Plan.Fetch(or, isExact ? null : query.filter()));
  }

  private @Nullable KeyFilter keyFilter(IndexCandidate candidate) {
    return candidate.isExact()
        ? null
        : KeyFilter.of(
            query.filter(), candidate.proven(), KeyFields.of(candidate.index(), candidate.view()));
  }

  /** One stretch of an index, from one key to another; what the filter asks is left to a check. */
  Plan limited(CollectionIndex index, KeyLimits limits) {
    KeyRange range = limits.range(index, query.order());
    IndexBounds all = IndexBounds.all(index.components(), index.definition().order());
    boolean exact = !hasFilter;
    IndexCandidate candidate =
        new IndexCandidate(index, index.view(), all, exact, List.of(), false, false);
    SortPattern sort = query.sort();
    IndexCandidate.SortFit fit = sort == null ? null : candidate.fit(sort);
    Direction direction = fit == null ? Direction.FORWARD : fit.direction();
    Plan scan =
        new Plan.IndexScan(
            index, index.view(), all, List.of(range), direction, 0, limits, keyFilter(candidate));
    return above(candidate, scan, fit == null ? sort : null);
  }

  /** The documents in natural order, or sorted where that is asked for and is another one. */
  Plan collectionScan(Direction direction) {
    for (CollectionIndex index : source.indexes()) {
      if (index.isClustered()) {
        return clusteredScan(index, direction);
      }
    }
    return sorted(
        new Plan.CollectionScan(
            direction,
            hasFilter ? query.filter() : null,
            RecordIdRange.of(source.namespace(), query.filter().predicate())));
  }

  /** Natural order is that of the clustered index. */
  private Plan clusteredScan(CollectionIndex index, Direction direction) {
    IndexCandidate candidate =
        IndexCandidate.whole(index, PlanCandidates.conjunctsOf(query.filter().predicate()));
    if (candidate.bounds().isEmpty()) {
      return new Plan.Eof();
    }
    Plan scan = branch(candidate, direction);
    Plan plan = new Plan.Fetch(scan, candidate.isExact() || !hasFilter ? null : query.filter());
    SortPattern sort = query.sort();
    IndexCandidate.SortFit fit = sort == null ? null : candidate.fit(sort);
    boolean isInOrder = fit != null && fit.mergePrefix() == 0 && fit.direction() == direction;
    return isInOrder ? plan : sorted(plan);
  }

  /**
   * What stands above a scan of a candidate: documents are read as late as can be, and not at all
   * where the keys tell everything.
   *
   * @param sort what the scan's order does not give, or null
   */
  private Plan above(IndexCandidate candidate, Plan input, @Nullable SortPattern sort) {
    KeyFilter asked = keyFilter(candidate);
    boolean isTold = candidate.isExact() || asked != null && asked.provesAll();
    Filter filter = candidate.isExact() ? null : query.filter();
    if (query.returnKey()) {
      return sort == null && candidate.isExact()
          ? input
          : sorted(new Plan.Fetch(input, filter, isTold), sort);
    }
    Set<String> reads = query.fields();
    if (sort == null && reads == null) {
      return new Plan.Fetch(input, filter, isTold);
    }
    KeyFields told = KeyFields.of(candidate.index(), candidate.view());
    Set<String> sorts = sort == null ? Set.of() : paths(sort);
    if (isTold && sorts != null && told.tellsAll(sorts)) {
      if (reads != null && told.tellsAll(reads)) {
        if (candidate.isExact() && reads.isEmpty() && sort == null) {
          return input;
        }
        Set<String> all = new HashSet<>(reads);
        all.addAll(sorts);
        if (asked != null) {
          all.addAll(asked.paths());
        }
        return sorted(new Plan.Covered(input, told, all, filter), sort);
      }
      // A key that does not tell all must not take a place among the first, nor be skipped.
      boolean isWhole = wanted() == 0 && query.skip() == 0;
      if (sort != null && (candidate.isExact() || isWhole)) {
        Plan keys = new Plan.Sort(input, sort, wanted(), query.allowDiskUse(), told);
        // A document may have changed since its key was sorted.
        return new Plan.Fetch(keys, hasFilter ? query.filter() : null, true);
      }
    }
    return sorted(new Plan.Fetch(input, filter, isTold), sort);
  }

  /** The paths that documents are sorted by, or null where it is not by their values alone. */
  static @Nullable Set<String> paths(SortPattern sort) {
    Set<String> paths = new HashSet<>();
    for (SortPattern.Part part : sort.parts()) {
      if (!(part instanceof SortPattern.PathPart path)) {
        return null;
      }
      paths.add(path.path().dotted());
    }
    return paths;
  }

  Plan sorted(Plan input) {
    return sorted(input, query.sort());
  }

  private Plan sorted(Plan input, @Nullable SortPattern sort) {
    return sort == null ? input : new Plan.Sort(input, sort, wanted(), query.allowDiskUse(), null);
  }

  /** How many of the first documents are wanted, 0 for all. */
  private long wanted() {
    return query.limit() == 0 ? 0 : Math.max(0, query.limit() + query.skip());
  }

  Plan withSkipAndLimit(Plan plan) {
    Plan result = plan;
    if (query.skip() > 0) {
      result = skipped(result);
    }
    if (query.returnKey()) {
      result = new Plan.ReturnKey(result);
    }
    if (query.limit() > 0) {
      result = new Plan.Limit(result, query.limit());
    }
    return result;
  }

  /** What is left out need not be read where its keys alone say that it would be answered. */
  private Plan skipped(Plan plan) {
    boolean isProven =
        plan instanceof Plan.Fetch fetch
            && (fetch.filter() == null || fetch.input() instanceof Plan.Sort)
            && !query.returnKey();
    return isProven && plan instanceof Plan.Fetch fetch
        ? new Plan.Fetch(new Plan.Skip(fetch.input(), query.skip()), fetch.filter(), fetch.isTold())
        : new Plan.Skip(plan, query.skip());
  }

  static IndexRanges ranges(IndexCandidate candidate) {
    return new IndexRanges(candidate.index(), candidate.view(), candidate.bounds());
  }
}
