package dev.meerkat.engine.plan;

import dev.meerkat.engine.catalog.ClusteredIndex;
import dev.meerkat.engine.index.CollectionIndex;
import dev.meerkat.query.sort.SortPattern;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.KeyRange;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonValue;

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

  Plan.IndexScan scan(IndexCandidate candidate, Direction direction) {
    return new Plan.IndexScan(
        candidate.index(),
        candidate.view(),
        candidate.bounds(),
        ranges(candidate).all(),
        direction,
        0,
        null);
  }

  /** One stretch of an index, from one key to another; what the filter asks is left to a check. */
  Plan limited(CollectionIndex index, KeyLimits limits) {
    KeyRange range = limits.range(index, query.order());
    IndexBounds all = IndexBounds.all(index.components(), index.definition().order());
    boolean exact = !hasFilter;
    IndexCandidate candidate = new IndexCandidate(index, index.view(), all, exact, false, false);
    SortPattern sort = query.sort();
    IndexCandidate.SortFit fit = sort == null ? null : candidate.fit(sort);
    Direction direction = fit == null ? Direction.FORWARD : fit.direction();
    Plan scan = new Plan.IndexScan(index, index.view(), all, List.of(range), direction, 0, limits);
    return fit == null && sort != null
        ? sorted(new Plan.Fetch(scan, exact ? null : query.filter()))
        : fetch(candidate, scan);
  }

  Plan collectionScan(Direction direction) {
    for (CollectionIndex index : source.indexes()) {
      if (ClusteredIndex.is(index.definition().spec())) {
        return clusteredScan(index, direction);
      }
    }
    return new Plan.CollectionScan(
        direction,
        hasFilter ? query.filter() : null,
        RecordIdRange.of(source.namespace(), query.filter().predicate()));
  }

  /** Natural order is that of the clustered index. */
  private Plan clusteredScan(CollectionIndex index, Direction direction) {
    IndexBounds all = IndexBounds.all(index.components(), index.definition().order());
    IndexCandidate candidate = new IndexCandidate(index, index.view(), all, false, false, false);
    Plan scan = scan(candidate, direction);
    return new Plan.Fetch(scan, hasFilter ? query.filter() : null);
  }

  private Plan fetch(IndexCandidate candidate, Plan input) {
    if (query.returnKey() && candidate.isExact()) {
      return input;
    }
    return new Plan.Fetch(input, candidate.isExact() ? null : query.filter());
  }

  Plan sorted(Plan input) {
    SortPattern sort = query.sort();
    if (sort == null) {
      return input;
    }
    long wanted = query.limit() == 0 ? 0 : query.limit() + query.skip();
    return new Plan.Sort(input, sort, Math.max(0, wanted), query.allowDiskUse());
  }

  Plan withSkipAndLimit(Plan plan) {
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

  static IndexRanges ranges(IndexCandidate candidate) {
    return new IndexRanges(candidate.index(), candidate.view(), candidate.bounds());
  }
}
