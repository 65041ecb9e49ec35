package dev.meerkat.engine.plan;

import java.util.List;

/**
 * An intersection whose inputs come in the order of their records: whoever is behind follows, and
 * leaps where that takes long. Nothing is kept, and the first record comes soon. Threads: confined
 * to one operation.
 */
final class AndSortedNode extends IntersectingNode {
  /** After so many steps in a row an input leaps. */
  private static final int PATIENCE = 8;

  private final List<ScanInput> scans;

  /** The record that all inputs must come to, or pass. */
  private long wanted = 1;

  /** How many inputs, up to the one whose turn it is, stand at the wanted record. */
  private int agreed;

  private int turn;
  private int steps;
  private long recordId;

  AndSortedNode(Plan.AndSorted plan, List<PlanNode> inputs) {
    super(plan, inputs);
    this.scans = ScanInput.of(inputs);
  }

  @Override
  Work step() {
    ScanInput scan = scans.get(turn);
    if (steps >= PATIENCE) {
      scan.scan().skipTo(wanted);
      steps = 0;
    }
    Work work = scan.work();
    return work == Work.ADVANCED && !meets(scan.scan().recordId()) ? Work.NEED_TIME : work;
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
}
