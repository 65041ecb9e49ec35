package dev.meerkat.engine.plan;

import dev.meerkat.engine.index.Intervals;
import dev.meerkat.spi.ValueOrder;
import dev.meerkat.spi.index.Interval;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.KeyRange;
import dev.meerkat.spi.storage.StorageReader;
import java.util.ArrayList;
import java.util.List;

/**
 * Ever wider rounds around a place: how wide the next one is, and what of the index is new in it.
 * Threads: confined to one operation.
 */
final class NearRounds {
  /** While nothing has been found, the next round is so many times as wide. */
  private static final double GROWTH = 4;

  /** Documents that a round should find where nobody says how many are wanted. */
  private static final long WANTED = 100;

  /** A round may find so many times what is wanted. */
  private static final long TOO_MANY = 4;

  /** As often is a round's width halved before it is read as it is: a power of two. */
  private static final double MOST_NARROWING = 64;

  private final Plan.Near plan;
  private final long wanted;
  private List<Interval> read = List.of();
  private double distance;
  private double width;
  private long found;

  NearRounds(Plan.Near plan) {
    this.plan = plan;
    this.wanted = plan.wanted() == 0 ? WANTED : Math.min(WANTED, plan.wanted());
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
  Plan.IndexScan next(StorageReader reader) {
    if (!isPrefixFixed()) {
      width = plan.nearest().maxDistance();
    } else if (width == 0) {
      width = plan.nearest().firstDistance();
    }
    Plan.IndexScan scan = scan();
    double least = Math.max(plan.nearest().firstDistance(), width / MOST_NARROWING);
    while (isPrefixFixed() && width > least && holdsTooMany(scan, reader)) {
      width /= 2;
      scan = scan();
    }
    List<Interval> known = new ArrayList<>(read);
    known.addAll(scan.bounds().components().get(plan.component()));
    read = Intervals.union(known, order());
    return scan;
  }

  private Plan.IndexScan scan() {
    List<Interval> all = plan.nearest().within(farEnd());
    List<Interval> fresh = Intervals.intersect(all, Intervals.complement(read, order()), order());
    List<List<Interval>> components = new ArrayList<>(plan.bounds().components());
    components.set(plan.component(), fresh);
    IndexBounds bounds = new IndexBounds(components, order());
    List<KeyRange> ranges =
        bounds.isEmpty()
            ? List.of()
            : new IndexRanges(plan.index(), plan.index().view(), bounds).all();
    return new Plan.IndexScan(
        plan.index(), plan.index().view(), bounds, ranges, Direction.FORWARD, 0, null, null);
  }

  /** Whether a round would read far more documents than are wanted of it: keys tell that sooner. */
  private boolean holdsTooMany(Plan.IndexScan scan, StorageReader reader) {
    long left = TOO_MANY * Math.max(wanted, found / 2);
    for (KeyRange range : scan.ranges()) {
      left -= plan.index().table().count(reader, range, left + 1);
      if (left < 0) {
        return true;
      }
    }
    return false;
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
    long enough = Math.max(wanted, found / 2);
    if (found == 0) {
      width = distance * (GROWTH - 1);
    } else if (documents < enough) {
      width *= 2;
    } else if (documents > TOO_MANY * enough) {
      width /= 2;
    }
  }
}
