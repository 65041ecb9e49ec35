package dev.meerkat.engine.plan;

import dev.meerkat.spi.DocumentView;

/**
 * A stage that answers records of its one input as they are, and decides only which. Threads:
 * confined to one operation at a time.
 */
sealed interface PassingNode extends OneInputNode
    permits LimitNode, ReturnKeyNode, SkipNode, TextMatchNode {
  @Override
  default DocumentView document() {
    return input().document();
  }

  @Override
  default DocumentView keyDocument(KeyDocument shape) {
    return input().keyDocument(shape);
  }

  @Override
  default boolean isProven() {
    return input().isProven();
  }
}
