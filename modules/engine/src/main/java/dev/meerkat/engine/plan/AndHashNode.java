package dev.meerkat.engine.plan;

import java.util.List;

/**
 * An intersection whose inputs come in any order: the records of the first are kept as a set.
 * Threads: confined to one operation.
 */
final class AndHashNode extends IntersectingNode {
  /** Past this many records the set is given up: who fetches the documents asks them all anyway. */
  private static final int MAX_RECORDS = 1_000_000;

  private final PlanNode first;
  private final PlanNode last;
  private RecordIdSet known = new RecordIdSet();
  private boolean knowsAll;
  private boolean isKnown;

  AndHashNode(Plan.AndHash plan, List<PlanNode> inputs) {
    super(plan, inputs);
    this.first = inputs.getFirst();
    this.last = inputs.getLast();
  }

  @Override
  Work step() {
    if (!isKnown) {
      learn();
      return Work.NEED_TIME;
    }
    if (!knowsAll && known.size() == 0) {
      return Work.DONE;
    }
    Work work = last.work();
    return work == Work.ADVANCED && !knowsAll && !known.contains(recordId())
        ? Work.NEED_TIME
        : work;
  }

  private void learn() {
    switch (first.work()) {
      case DONE -> {
        isKnown = true;
        first.close();
      }
      case NEED_TIME -> {}
      case ADVANCED -> {
        var _ = known.add(first.recordId());
        if (known.size() > MAX_RECORDS) {
          known = new RecordIdSet();
          knowsAll = true;
          isKnown = true;
          first.close();
        }
      }
    }
  }

  @Override
  public long recordId() {
    return last.recordId();
  }
}
