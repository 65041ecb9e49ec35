package dev.meerkat.engine.plan;

import dev.meerkat.spi.index.WordSearch;

/**
 * Keeps the documents that are what is searched for, which words alone do not tell. Threads:
 * confined to one operation.
 */
final class TextMatchNode extends PassingNode {
  private final WordSearch search;

  TextMatchNode(Plan.TextMatch plan, PlanNode input) {
    super(plan, input);
    this.search = plan.search();
  }

  @Override
  public Work work() {
    return switch (input.work()) {
      case DONE -> counters.done();
      case NEED_TIME -> counters.needTime();
      case ADVANCED -> search.matches(input.document()) ? counters.advanced() : counters.needTime();
    };
  }
}
