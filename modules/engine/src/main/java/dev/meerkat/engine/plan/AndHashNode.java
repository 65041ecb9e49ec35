package dev.meerkat.engine.plan;

import dev.meerkat.spi.DocumentView;
import java.util.List;

/**
 * Answers the records that all its inputs have: those of all but the last are kept as a set. A unit
 * of work looks at several keys, for it is the reading of documents that is dear, and that is what
 * an intersection spares. Threads: confined to one operation.
 */
final class AndHashNode implements UnitingNode {
  /** Keys looked at in one call. */
  private static final int BURST = 4;

  /** Past this many records the set is given up: who fetches the documents asks them all anyway. */
  private static final int MAX_RECORDS = 1_000_000;

  private final Plan.AndHash plan;
  private final List<PlanNode> inputs;
  private final NodeCounters counters = new NodeCounters();
  private RecordIdSet known = new RecordIdSet();
  private boolean knowsAll;
  private boolean isKnown;

  AndHashNode(Plan.AndHash plan, List<PlanNode> inputs) {
    this.plan = plan;
    this.inputs = inputs;
  }

  @Override
  public Work work() {
    for (int i = 0; i < BURST; i++) {
      if (!isKnown) {
        learn();
        continue;
      }
      if (!knowsAll && known.size() == 0) {
        return counters.done();
      }
      switch (inputs.getLast().work()) {
        case DONE -> {
          return counters.done();
        }
        case NEED_TIME -> {}
        case ADVANCED -> {
          if (knowsAll || known.contains(recordId())) {
            return counters.advanced();
          }
        }
      }
    }
    return counters.needTime();
  }

  private void learn() {
    PlanNode first = inputs.getFirst();
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
    return inputs.getLast().recordId();
  }

  @Override
  public DocumentView document() {
    return DocumentView.EMPTY;
  }

  @Override
  public DocumentView indexKey() {
    return inputs.getLast().indexKey();
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
    return inputs;
  }
}
