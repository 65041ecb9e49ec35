package dev.meerkat.engine.plan;

import dev.meerkat.spi.DocumentView;
import java.util.List;

/**
 * Answers the records that all its inputs have, which come in their order: whoever is behind
 * follows, and leaps where that takes long. Nothing is kept, and the first record comes soon. As
 * with {@link AndHashNode} a unit of work looks at several keys. Threads: confined to one
 * operation.
 */
final class AndSortedNode implements UnitingNode {
  /** Keys looked at in one call. */
  private static final int BURST = 4;

  /** After so many steps in a row an input leaps. */
  private static final int PATIENCE = 8;

  private final Plan.AndSorted plan;
  private final List<IndexScanNode> scans;
  private final NodeCounters counters = new NodeCounters();

  /** The record that all inputs must come to, or pass. */
  private long wanted = 1;

  /** How many inputs, up to the one whose turn it is, stand at the wanted record. */
  private int agreed;

  private int turn;
  private int steps;
  private long recordId;

  AndSortedNode(Plan.AndSorted plan, List<IndexScanNode> scans) {
    this.plan = plan;
    this.scans = scans;
  }

  @Override
  public Work work() {
    for (int i = 0; i < BURST; i++) {
      IndexScanNode scan = scans.get(turn);
      if (steps >= PATIENCE) {
        scan.skipTo(wanted);
        steps = 0;
      }
      switch (scan.work()) {
        case DONE -> {
          return counters.done();
        }
        case NEED_TIME -> {}
        case ADVANCED -> {
          if (meets(scan.recordId())) {
            return counters.advanced();
          }
        }
      }
    }
    return counters.needTime();
  }

  /** Takes the next record of the input whose turn it is; answers whether all have it. */
  private boolean meets(long next) {
    if (next < wanted) {
      steps++;
      return false;
    }
    agreed = next == wanted ? agreed + 1 : 1;
    wanted = next;
    steps = 0;
    turn = (turn + 1) % scans.size();
    if (agreed < scans.size()) {
      return false;
    }
    recordId = next;
    wanted = next + 1;
    agreed = 0;
    return true;
  }

  @Override
  public long recordId() {
    return recordId;
  }

  @Override
  public DocumentView document() {
    return DocumentView.EMPTY;
  }

  @Override
  public DocumentView indexKey() {
    return scans.getLast().indexKey();
  }

  @Override
  public Plan plan() {
    return plan;
  }

  @Override
  public NodeCounters counters() {
    return counters;
  }

  @Override
  public List<PlanNode> inputs() {
    return List.copyOf(scans);
  }
}
