package dev.meerkat.engine.plan;

import dev.meerkat.spi.DocumentView;

/**
 * Answers the index keys of its input in place of the documents, empty ones where no index was
 * read. Threads: confined to one operation.
 */
final class ReturnKeyNode implements PassingNode {
  private final Plan.ReturnKey plan;
  private final PlanNode input;
  private final NodeCounters counters = new NodeCounters();

  ReturnKeyNode(Plan.ReturnKey plan, PlanNode input) {
    this.plan = plan;
    this.input = input;
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

  @Override
  public PlanNode input() {
    return input;
  }

  @Override
  public Plan plan() {
    return plan;
  }

  @Override
  public NodeCounters counters() {
    return counters;
  }
}
