package dev.meerkat.engine.plan;

import dev.meerkat.spi.DocumentView;

/**
 * A stage that answers records of its one input as they are, and decides only which. Threads:
 * confined to one operation at a time.
 */
abstract sealed class PassingNode extends OneInputNode
    permits LimitNode, ReturnKeyNode, SkipNode, TextMatchNode {
  PassingNode(Plan plan, PlanNode input) {
    super(plan, input);
  }

  @Override
  public DocumentView document() {
    return input.document();
  }

  @Override
  public final DocumentView keyDocument(KeyDocument shape) {
    return input.keyDocument(shape);
  }

  @Override
  public final boolean isProven() {
    return input.isProven();
  }
}
