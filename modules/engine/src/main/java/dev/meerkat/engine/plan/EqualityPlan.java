package dev.meerkat.engine.plan;

import dev.meerkat.engine.index.CollectionIndex;
import dev.meerkat.engine.index.IndexTypeName;
import dev.meerkat.engine.index.Intervals;
import dev.meerkat.spi.index.Bounds;
import dev.meerkat.spi.index.IndexView;
import dev.meerkat.spi.index.Interval;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.query.Predicate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * The plan of a query that is asked again and again with another value in one equality. It is kept
 * only where no value could have brought another plan: no other index is of use to the query, this
 * one leaves no document out, and the value stands at its beginning and alone. The bounds are asked
 * of the index anew for each value. Threads: immutable.
 */
public final class EqualityPlan {
  private final Plan plan;
  private final String path;

  /** Whether the bounds prove the equality. */
  private final boolean exact;

  private EqualityPlan(Plan plan, String path, boolean exact) {
    this.plan = plan;
    this.path = path;
    this.exact = exact;
  }

  /** The equality that a filter is, where it may be one of those; else null. */
  public static Predicate.@Nullable Path asked(Filter filter) {
    return filter.predicate() instanceof Predicate.Path asked
            && asked.operator().equals("$eq")
            && ExpressPlans.isPlainValue(asked.operand())
        ? asked
        : null;
  }

  /**
   * The plan of a query, to be kept; null where it is good for this value alone.
   *
   * @param found the plan of the query with the value at hand
   * @param fixed what the query asks beside the equality
   */
  public static @Nullable EqualityPlan of(
      Plan found, PlanQuery query, Filter fixed, Predicate.Path asked, PlanSource source) {
    if (query.sort() != null
        || !(query.hint() instanceof Hint.None)
        || query.keyLimits() != null
        || query.returnKey()) {
      return null;
    }
    // How it is told is of no interest here.
    Plan plan = found instanceof Plan.Express express ? express.input() : found;
    if (plan instanceof Plan.IdLookup) {
      return new EqualityPlan(plan, asked.path(), true);
    }
    Plan.IndexScan scan = scan(plan);
    List<LeafPredicate> leaves =
        LeafPredicate.leavesOf(PlanCandidates.conjunctsOf(fixed.predicate()));
    Set<String> others = LeafPredicate.paths(leaves);
    if (scan == null
        || scan.filter() != null
        || scan.limits() != null
        || !scan.view().keyPattern().getFirstKey().equals(asked.path())
        || scan.index().views(Set.of(asked.path())).size() != 1
        || !scan.view().equals(scan.index().view())
        || others.contains(asked.path())
        || leavesOut(scan.index())
        || !isAlone(scan.index(), asked.path(), others, source)) {
      return null;
    }
    for (int i = 1; i < scan.bounds().components().size(); i++) {
      if (!scan.bounds().isAll(i)) {
        return null;
      }
    }
    Bounds bounds = point(scan.view(), asked);
    return bounds != null && bounds.intervals().equals(scan.bounds().components().getFirst())
        ? new EqualityPlan(plan, asked.path(), bounds.exact())
        : null;
  }

  /** The scan that a plan of one index ends in; null for any other. */
  private static Plan.@Nullable IndexScan scan(Plan plan) {
    return switch (plan) {
      case Plan.IndexScan scan -> scan;
      case Plan.Fetch fetch -> fetch.input() instanceof Plan.IndexScan scan ? scan : null;
      case Plan.Covered covered -> covered.input() instanceof Plan.IndexScan scan ? scan : null;
      default -> null;
    };
  }

  private static boolean leavesOut(CollectionIndex index) {
    return index.definition().isSparse() || index.definition().isPartial();
  }

  private static boolean isAlone(
      CollectionIndex index, String path, Set<String> others, PlanSource source) {
    List<String> paths = new ArrayList<>(others);
    paths.add(path);
    for (CollectionIndex each : source.indexes()) {
      boolean isOther = !each.ident().equals(index.ident()) && !each.definition().isHidden();
      if (isOther && each.compiled().mayKnow(paths) && mayBegin(each, paths)) {
        return false;
      }
    }
    return true;
  }

  /** An ordered index is of use only where something is asked of its first path. */
  private static boolean mayBegin(CollectionIndex index, List<String> paths) {
    BsonDocument pattern = index.definition().keyPattern();
    return !IndexTypeName.of(pattern).equals("btree") || paths.contains(pattern.getFirstKey());
  }

  /** The bounds of an equality where they are one value; else null. */
  private static @Nullable Bounds point(IndexView view, Predicate.Path asked) {
    Bounds bounds = view.bounds(0, asked, view.isMultikey(0));
    return bounds != null
            && bounds.intervals().size() == 1
            && Intervals.isPoint(bounds.intervals().getFirst(), asked.order())
        ? bounds
        : null;
  }

  /**
   * The plan for another value; null where it must be made anew.
   *
   * @param whole the query's filter with this value
   */
  public @Nullable Plan with(Predicate.Path asked, Supplier<Filter> whole) {
    if (!asked.path().equals(path)) {
      return null;
    }
    if (plan instanceof Plan.IdLookup lookup) {
      return new Plan.IdLookup(lookup.index(), asked.operand());
    }
    Plan.IndexScan scan = scan(plan);
    Bounds bounds = scan == null ? null : point(scan.view(), asked);
    if (scan == null || bounds == null || bounds.exact() != exact) {
      return null;
    }
    Plan.IndexScan moved = moved(scan, bounds.intervals().getFirst());
    return switch (plan) {
      case Plan.Fetch fetch ->
          new Plan.Fetch(moved, fetch.filter() == null ? null : whole.get(), fetch.isTold());
      case Plan.Covered covered ->
          new Plan.Covered(
              moved,
              covered.fields(),
              covered.paths(),
              covered.filter() == null ? null : whole.get());
      default -> moved;
    };
  }

  private static Plan.IndexScan moved(Plan.IndexScan scan, Interval first) {
    List<List<Interval>> components = new ArrayList<>(scan.bounds().components());
    components.set(0, List.of(first));
    return new Plan.IndexScan(
        scan.index(),
        scan.view(),
        new IndexBounds(components, scan.bounds().order()),
        List.of(IndexRanges.ofValue(scan.index(), scan.view(), first.low())),
        scan.direction(),
        scan.mergeOffset(),
        null,
        null);
  }
}
