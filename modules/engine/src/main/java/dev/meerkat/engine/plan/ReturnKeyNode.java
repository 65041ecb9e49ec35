package dev.meerkat.engine.plan;

import dev.meerkat.spi.DocumentView;

/**
 * Answers the index keys of its input in place of the documents, empty ones where no index was
 * read. Threads: confined to one operation.
 */
final class ReturnKeyNode extends PassingNode {
  ReturnKeyNode(Plan.ReturnKey plan, PlanNode input) {
    super(plan, input);
  }

  @Override
  public Work work() {
    return switch (input.work()) {
      case DONE -> counters.done();
      case NEED_TIME -> counters.needTime();
      case ADVANCED -> counters.advanced();
    };
  }

  @Override
  public DocumentView document() {
    return input.indexKey();
  }
}
