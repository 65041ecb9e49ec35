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
    return plans.sorted(new Plan.Fetch(new Plan.AndHash(scans), query.filter()));
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
