package dev.meerkat.engine.plan;

/**
 * Keeps the documents that are what is searched for, which words alone do not tell. Threads:
 * confined to one operation.
 */
final class TextMatchNode implements PassingNode {
  private final Plan.TextMatch plan;
  private final PlanNode input;
  private final NodeCounters counters = new NodeCounters();

  TextMatchNode(Plan.TextMatch plan, PlanNode input) {
    this.plan = plan;
    this.input = input;
  }

  @Override
  public Work work() {
    return switch (input.work()) {
      case DONE -> counters.done();
      case NEED_TIME -> counters.needTime();
      case ADVANCED ->
          plan.search().matches(input.document()) ? counters.advanced() : counters.needTime();
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
