package dev.meerkat.engine.plan;

/** Leaves out the first records. Threads: confined to one operation. */
final class SkipNode implements PassingNode {
  private final Plan.Skip plan;
  private final PlanNode input;
  private final NodeCounters counters = new NodeCounters();
  private long left;

  SkipNode(Plan.Skip plan, PlanNode input) {
    this.plan = plan;
    this.input = input;
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
