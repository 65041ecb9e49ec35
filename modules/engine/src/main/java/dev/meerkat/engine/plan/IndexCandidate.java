package dev.meerkat.engine.plan;

import dev.meerkat.engine.index.CollectionIndex;
import dev.meerkat.engine.index.Intervals;
import dev.meerkat.query.sort.SortPattern;
import dev.meerkat.spi.ValueOrder;
import dev.meerkat.spi.index.Bounds;
import dev.meerkat.spi.index.IndexView;
import dev.meerkat.spi.index.Interval;
import dev.meerkat.spi.query.Predicate;
import dev.meerkat.spi.storage.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bson.BsonBoolean;
import org.jspecify.annotations.Nullable;

/**
 * An index with the bounds that a conjunction of predicates gives it. Threads: immutable.
 *
 * @param view what the index is to the query
 * @param isExact whether the bounds prove the whole conjunction, so that no document need be
 *     checked
 * @param proven the members of the conjunction that the bounds prove
 * @param isBounded whether any component has bounds at all
 * @param holdsAll whether a sparse index holds just those documents whose first field is asked for
 */
record IndexCandidate(
    CollectionIndex index,
    IndexView view,
    IndexBounds bounds,
    boolean isExact,
    List<Predicate> proven,
    boolean isBounded,
    boolean holdsAll) {

  /** Past this many scans a sort is cheaper than merging them. */
  private static final int MAX_MERGED_SCANS = 200;

  /** How a scan of the candidate follows a sort. */
  record SortFit(Direction direction, int mergePrefix) {}

  /** The index as it stands. */
  static IndexCandidate whole(CollectionIndex index, List<Predicate> conjuncts) {
    return Objects.requireNonNull(
        of(index, index.view(), conjuncts, LeafPredicate.leavesOf(conjuncts)));
  }

  /**
   * Null where the view needs a bound that no predicate gives.
   *
   * @param leaves of the conjuncts
   */
  static @Nullable IndexCandidate of(
      CollectionIndex index,
      IndexView view,
      List<Predicate> conjuncts,
      List<LeafPredicate> leaves) {
    ValueOrder order = index.definition().order();
    List<List<Interval>> components = new ArrayList<>(view.keyPattern().size());
    List<Predicate> proven = new ArrayList<>(1);
    boolean bounded = false;
    List<LeafPredicate> chosenForArrays = new ArrayList<>(0);
    int component = 0;
    for (String path : view.keyPattern().keySet()) {
      List<Interval> fixed = view.fixed(component);
      if (fixed != null) {
        components.add(fixed);
        bounded = true;
        component++;
        continue;
      }
      boolean multikey = view.isMultikey(component);
      List<Interval> intervals = List.of(Interval.ALL);
      boolean used = false;
      for (LeafPredicate leaf : leaves) {
        if (!leaf.path().equals(path) || used && multikey) {
          continue;
        }
        if (multikey && !leaf.agreesWith(chosenForArrays)) {
          continue;
        }
        Bounds bounds = view.bounds(component, leaf.predicate(), multikey);
        if (bounds == null) {
          continue;
        }
        intervals = Intervals.intersect(intervals, bounds.intervals(), order);
        used = true;
        bounded |= !Intervals.isAll(bounds.intervals());
        if (bounds.exact() && leaf.isWholeConjunct()) {
          proven.add(leaf.predicate());
        }
        if (multikey) {
          chosenForArrays.add(leaf);
        }
      }
      if (!used && view.isRequired(component)) {
        return null;
      }
      components.add(intervals);
      component++;
    }
    IndexBounds bounds = new IndexBounds(components, order);
    boolean exact = proven.size() == conjuncts.size();
    return new IndexCandidate(index, view, bounds, exact, proven, bounded, holdsAll(view, leaves));
  }

  /** A sparse index of one field has entries of all documents that have the field. */
  private static boolean holdsAll(IndexView view, List<LeafPredicate> leaves) {
    if (!view.isSparse() || view.keyPattern().size() != 1) {
      return false;
    }
    String path = view.keyPattern().getFirstKey();
    for (LeafPredicate leaf : leaves) {
      if (leaf.path().equals(path)
          && leaf.predicate() instanceof Predicate.Path predicate
          && predicate.operator().equals("$exists")
          && predicate.operand().equals(BsonBoolean.TRUE)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the first component is bound, without which a scan reads the whole index. */
  boolean isUseful() {
    return isBounded && !bounds.isAll(0) || holdsAll;
  }

  /** How many components, each bound to single values, stand before a sort's; -1 where not so. */
  int componentsBefore(SortPattern sort) {
    if (!(sort.parts().getFirst() instanceof SortPattern.PathPart first)) {
      return -1;
    }
    int component = List.copyOf(view.keyPattern().keySet()).indexOf(first.path().dotted());
    for (int i = 0; i < component; i++) {
      if (bounds.pointCount(i) == 0) {
        return -1;
      }
    }
    return combinations(Math.max(0, component)) > MAX_MERGED_SCANS ? -1 : component;
  }

  String firstPath() {
    return view.keyPattern().getFirstKey();
  }

  /** Whether the candidate bounds a path. */
  boolean boundsPath(String path) {
    int component = List.copyOf(view.keyPattern().keySet()).indexOf(path);
    return component >= 0 && !bounds.isAll(component);
  }

  /** How many components at the beginning are bound to single values. */
  int points() {
    int points = 0;
    while (points < bounds.components().size() && bounds.pointCount(points) > 0) {
      points++;
    }
    return points;
  }

  /** Whether at most one record can match, so that no other plan can be better. */
  boolean isUniqueLookup() {
    if (!index.definition().isUnique() || bounds.isEmpty()) {
      return false;
    }
    for (int i = 0; i < bounds.components().size(); i++) {
      if (bounds.pointCount(i) != 1) {
        return false;
      }
    }
    return true;
  }

  /** How a scan answers records in the order of {@code sort}, or null where it cannot. */
  @Nullable SortFit fit(SortPattern sort) {
    if (!sort.order().equals(index.definition().order())) {
      return null;
    }
    List<String> paths = List.copyOf(view.keyPattern().keySet());
    int next = 0;
    int mergePrefix = 0;
    Boolean forward = null;
    for (int i = 0; i < paths.size() && next < sort.parts().size(); i++) {
      boolean matches =
          sort.parts().get(next) instanceof SortPattern.PathPart part
              && part.path().dotted().equals(paths.get(i))
              && view.keepsValueOrder(i);
      int points = bounds.pointCount(i);
      if (matches && seesWholeArrays(paths, i)) {
        boolean sameWay = sort.parts().get(next).descending() == index.ordering().isDescending(i);
        if (points != 1) {
          if (forward != null && forward != sameWay) {
            return null;
          }
          forward = sameWay;
        }
        next++;
      } else if (points == 1 && !matches) {
        mergePrefix = next == 0 && mergePrefix > 0 ? i + 1 : mergePrefix;
      } else if (points > 1 && next == 0 && !matches) {
        mergePrefix = i + 1;
      } else {
        return null;
      }
    }
    if (next < sort.parts().size() || combinations(mergePrefix) > MAX_MERGED_SCANS) {
      return null;
    }
    boolean isForward = forward == null || forward;
    return new SortFit(isForward ? Direction.FORWARD : Direction.REVERSE, mergePrefix);
  }

  /**
   * Whether the scan meets every key that a document has at component {@code i}: where bounds leave
   * out elements of the array that it goes through, the first key met may not be the document's
   * first.
   */
  private boolean seesWholeArrays(List<String> paths, int i) {
    if (!isMultikey(i)) {
      return true;
    }
    for (int other = 0; other < paths.size(); other++) {
      if (!bounds.isAll(other)
          && isMultikey(other)
          && LeafPredicate.firstComponent(paths.get(other))
              .equals(LeafPredicate.firstComponent(paths.get(i)))) {
        return false;
      }
    }
    return true;
  }

  private boolean isMultikey(int component) {
    return view.isMultikey(component);
  }

  private long combinations(int components) {
    long product = 1;
    for (int i = 0; i < components; i++) {
      product *= bounds.pointCount(i);
    }
    return product;
  }
}
