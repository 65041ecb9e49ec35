package dev.meerkat.engine.plan;

import dev.meerkat.spi.storage.Direction;
import java.util.ArrayList;
import java.util.List;

/** Plans that read what two indexes both find. Threads: immutable. */
record Intersections(PlanQuery query, AccessPlans plans) {
  /** Each one more takes part in every trial. */
  private static final int MAX_PAIRS = 3;

  /** Pairs of scans that find by different paths; a trial tells whether that spares documents. */
  List<Plan> of(List<IndexCandidate> useful) {
    List<Plan> pairs = new ArrayList<>();
    for (int i = 0; i < useful.size(); i++) {
      for (int j = i + 1; j < useful.size() && pairs.size() < MAX_PAIRS; j++) {
        if (differ(useful.get(i), useful.get(j)) && !query.returnKey()) {
          boolean inOrder = useful.get(i).points() >= useful.get(j).points();
          pairs.add(pair(useful.get(inOrder ? i : j), useful.get(inOrder ? j : i)));
        }
      }
    }
    return pairs;
  }

  private Plan pair(IndexCandidate first, IndexCandidate second) {
    List<Plan.IndexScan> scans =
        List.of(plans.scan(first, Direction.FORWARD), plans.scan(second, Direction.FORWARD));
    boolean areInOrder = isInOrder(first) && isInOrder(second);
    Plan both = areInOrder ? new Plan.AndSorted(scans) : new Plan.AndHash(scans);
    return plans.sorted(new Plan.Fetch(both, query.filter()));
  }

  /** Whether all keys within the bounds are the same, so that records come in their order. */
  private static boolean isInOrder(IndexCandidate candidate) {
    for (int i = 0; i < candidate.bounds().components().size(); i++) {
      if (candidate.bounds().pointCount(i) != 1) {
        return false;
      }
    }
    return true;
  }

  /** Whether neither could bound the path that the other begins with. */
  private static boolean differ(IndexCandidate a, IndexCandidate b) {
    return !a.index().ident().equals(b.index().ident())
        && !a.isExact()
        && !b.isExact()
        && !a.boundsPath(b.firstPath())
        && !b.boundsPath(a.firstPath());
  }
}
