package dev.meerkat.engine.plan;

/** Ends after the first records. Threads: confined to one operation. */
final class LimitNode extends PassingNode {
  private long left;

  LimitNode(Plan.Limit plan, PlanNode input) {
    super(plan, input);
    this.left = plan.count();
  }

  @Override
  public Work work() {
    if (left == 0) {
      return counters.done();
    }
    return switch (input.work()) {
      case DONE -> counters.done();
      case NEED_TIME -> counters.needTime();
      case ADVANCED -> {
        left--;
        yield counters.advanced();
      }
    };
  }
}
