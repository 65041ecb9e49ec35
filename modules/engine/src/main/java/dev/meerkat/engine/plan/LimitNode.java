package dev.meerkat.engine.plan;

/** Ends after the first records. Threads: confined to one operation. */
final class LimitNode implements PassingNode {
  private final Plan.Limit plan;
  private final PlanNode input;
  private final NodeCounters counters = new NodeCounters();
  private long left;

  LimitNode(Plan.Limit plan, PlanNode input) {
    this.plan = plan;
    this.input = input;
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
