package dev.meerkat.engine.plan;

import dev.meerkat.spi.DocumentView;
import java.util.List;

/**
 * Answers the records that all its inputs have. A unit of work looks at several keys, for it is the
 * reading of documents that is dear, and that is what an intersection spares. Threads: confined to
 * one operation.
 */
abstract sealed class IntersectingNode extends UnitingNode permits AndHashNode, AndSortedNode {
  /** Keys looked at in one call. */
  private static final int BURST = 4;

  IntersectingNode(Plan plan, List<PlanNode> inputs) {
    super(plan, inputs);
  }

  /** Looks at one key at most. */
  abstract Work step();

  @Override
  public final Work work() {
    for (int i = 0; i < BURST; i++) {
      switch (step()) {
        case DONE -> {
          return counters.done();
        }
        case NEED_TIME -> {}
        case ADVANCED -> {
          return counters.advanced();
        }
      }
    }
    return counters.needTime();
  }

  @Override
  public final DocumentView document() {
    return DocumentView.EMPTY;
  }

  @Override
  public final DocumentView indexKey() {
    return inputs.getLast().indexKey();
  }
}
