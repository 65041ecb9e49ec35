package dev.meerkat.engine.plan;

/** Leaves out the first records. Threads: confined to one operation. */
final class SkipNode extends PassingNode {
  private long left;

  SkipNode(Plan.Skip plan, PlanNode input) {
    super(plan, input);
    this.left = plan.count();
  }

  @Override
  public Work work() {
    return switch (input.work()) {
      case DONE -> counters.done();
      case NEED_TIME -> counters.needTime();
      case ADVANCED -> {
        if (left == 0) {
          yield counters.advanced();
        }
        left--;
        yield counters.needTime();
      }
    };
  }
}
