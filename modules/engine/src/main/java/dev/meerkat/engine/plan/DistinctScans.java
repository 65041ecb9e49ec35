package dev.meerkat.engine.plan;

import dev.meerkat.query.sort.SortPattern;
import dev.meerkat.spi.index.IndexView;
import dev.meerkat.spi.storage.Direction;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The scans of one candidate that leap from one value of a path to the next. Threads: immutable.
 *
 * @param plans what makes the candidate's plain scans
 */
record DistinctScans(PlanQuery query, AccessPlans plans) {
  /** A scan from one value of a path to the next, or null where the index does not have them. */
  @Nullable Plan values(IndexCandidate candidate, String path) {
    KeyFields told = KeyFields.of(candidate.index(), candidate.view());
    int component = List.copyOf(candidate.view().keyPattern().keySet()).indexOf(path);
    // What a sparse index lacks has no value to tell.
    if (component < 0 || !told.tells(path) || !candidate.isExact()) {
      return null;
    }
    for (int i = 0; i < candidate.bounds().components().size(); i++) {
      boolean isPoint = candidate.bounds().pointCount(i) > 0;
      if (candidate.view().isMultikey(i) || i < component && !isPoint) {
        return null;
      }
    }
    Plan scan =
        new Plan.DistinctScan(plans.scan(candidate, Direction.FORWARD), component, false, false);
    return new Plan.Covered(scan, told, Set.of(path), null);
  }

  /**
   * The first document of each value of a path, in an order; null where the index does not have
   * them so.
   *
   * @param sort null for any order
   * @param isLast whether it is the last document rather than the first
   */
  @Nullable Plan firsts(
      IndexCandidate candidate, String path, @Nullable SortPattern sort, boolean isLast) {
    IndexView view = candidate.view();
    KeyFields told = KeyFields.of(candidate.index(), view);
    int component = List.copyOf(view.keyPattern().keySet()).indexOf(path);
    boolean isSure = candidate.isExact() && !view.isSparse() && !candidate.bounds().isEmpty();
    if (component < 0
        || !isSure
        || !told.tells(path)
        || !query.order().equals(candidate.index().definition().order())) {
      return null;
    }
    for (int i = 0; i < candidate.bounds().components().size(); i++) {
      // The first of a reversed order is by another element of an array than the last.
      boolean sees = !view.isMultikey(i) || candidate.bounds().isAll(i) && !isLast;
      if (!sees || i < component && candidate.bounds().pointCount(i) != 1) {
        return null;
      }
    }
    IndexCandidate.SortFit fit = sort == null ? null : candidate.fit(sort);
    if (sort != null && (fit == null || fit.mergePrefix() > 0)) {
      return null;
    }
    Direction direction = fit == null ? Direction.FORWARD : fit.direction();
    boolean isForward = (direction == Direction.FORWARD) != isLast;
    Plan.IndexScan scan = plans.scan(candidate, isForward ? Direction.FORWARD : Direction.REVERSE);
    Set<String> reads = query.fields();
    return reads != null && told.tellsAll(reads)
        ? new Plan.Covered(new Plan.DistinctScan(scan, component, true, false), told, reads, null)
        : new Plan.DistinctScan(scan, component, true, true);
  }
}
