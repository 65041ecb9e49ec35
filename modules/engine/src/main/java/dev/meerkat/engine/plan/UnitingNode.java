package dev.meerkat.engine.plan;

import dev.meerkat.spi.storage.StorageReader;
import java.util.List;

/**
 * A stage that makes one of the records of several inputs. Threads: confined to one operation at a
 * time.
 */
abstract sealed class UnitingNode implements PlanNode
    permits IntersectingNode, OrNode, SortMergeNode, TextOrNode {
  final List<PlanNode> inputs;
  final NodeCounters counters = new NodeCounters();
  private final Plan plan;

  UnitingNode(Plan plan, List<PlanNode> inputs) {
    this.plan = plan;
    this.inputs = List.copyOf(inputs);
  }

  @Override
  public final void save() {
    counters.saves++;
    inputs.forEach(PlanNode::save);
  }

  @Override
  public final void restore(StorageReader reader) {
    counters.restores++;
    inputs.forEach(input -> input.restore(reader));
  }

  @Override
  public final Plan plan() {
    return plan;
  }

  @Override
  public final NodeCounters counters() {
    return counters;
  }

  @Override
  public final List<PlanNode> inputs() {
    return inputs;
  }

  @Override
  public final void close() {
    inputs.forEach(PlanNode::close);
  }
}
