package dev.meerkat.engine.plan;

import dev.meerkat.spi.storage.StorageReader;

/**
 * A stage that makes one of the records of several inputs. Threads: confined to one operation at a
 * time.
 */
sealed interface UnitingNode extends PlanNode
    permits IntersectingNode, OrNode, SortMergeNode, TextOrNode {
  @Override
  default void save() {
    counters().saves++;
    inputs().forEach(PlanNode::save);
  }

  @Override
  default void restore(StorageReader reader) {
    counters().restores++;
    inputs().forEach(input -> input.restore(reader));
  }

  @Override
  default void close() {
    inputs().forEach(PlanNode::close);
  }
}
