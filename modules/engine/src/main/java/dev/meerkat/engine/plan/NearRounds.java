package dev.meerkat.engine.plan;

import dev.meerkat.engine.index.Intervals;
import dev.meerkat.spi.ValueOrder;
import dev.meerkat.spi.index.Interval;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.KeyRange;
import java.util.ArrayList;
import java.util.List;

/**
 * Ever wider rounds around a place: how wide the next one is, and what of the index is new in it.
 * Threads: confined to one operation.
 */
final class NearRounds {
  /** While nothing has been found, the next round is so many times as wide. */
  private static final double GROWTH = 4;

  /** Documents that a round should find. */
  private static final long WANTED = 100;

  private final Plan.Near plan;
  private List<Interval> read = List.of();
  private double distance;
  private double width;
  private long found;

  NearRounds(Plan.Near plan) {
    this.plan = plan;
  }

  /** Up to which distance all documents have been found by the rounds that are over. */
  double distance() {
    return distance;
  }

  /** Whether there is nothing farther away that is wanted. */
  boolean areOver() {
    return width > 0 && distance >= plan.nearest().maxDistance();
  }

  /** The scan of the next round; {@link #end} ends it. */
  Plan.IndexScan next() {
    if (!isPrefixFixed()) {
      width = plan.nearest().maxDistance();
    } else if (width == 0) {
      width = plan.nearest().firstDistance();
    }
    List<Interval> all = plan.nearest().within(farEnd());
    List<Interval> fresh = Intervals.intersect(all, Intervals.complement(read, order()), order());
    List<List<Interval>> components = new ArrayList<>(plan.bounds().components());
    components.set(plan.component(), fresh);
    IndexBounds bounds = new IndexBounds(components, order());
    List<KeyRange> ranges =
        bounds.isEmpty()
            ? List.of()
            : new IndexRanges(plan.index(), plan.index().view(), bounds).all();
    List<Interval> known = new ArrayList<>(read);
    known.addAll(fresh);
    read = Intervals.union(known, order());
    return new Plan.IndexScan(
        plan.index(), plan.index().view(), bounds, ranges, Direction.FORWARD, 0, null);
  }

  private ValueOrder order() {
    return plan.bounds().order();
  }

  private double farEnd() {
    return Math.min(distance + width, plan.nearest().maxDistance());
  }

  /** Where the key begins with a range, each round would read all of it again. */
  private boolean isPrefixFixed() {
    for (int i = 0; i < plan.component(); i++) {
      if (plan.bounds().pointCount(i) == 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Ends a round.
   *
   * @param documents that it has found
   */
  void end(long documents) {
    distance = farEnd();
    found += documents;
    long wanted = Math.max(WANTED, found / 2);
    if (found == 0) {
      width = distance * (GROWTH - 1);
    } else if (documents < wanted) {
      width *= 2;
    } else if (documents > 4 * wanted) {
      width /= 2;
    }
  }
}
