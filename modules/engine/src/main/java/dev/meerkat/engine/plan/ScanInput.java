package dev.meerkat.engine.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * An index scan whose keys the stage above looks at. Threads: confined to one operation at a time.
 *
 * @param node the stage to work, which may measure the scan
 */
record ScanInput(PlanNode node, IndexScanNode scan) {
  ScanInput(PlanNode node) {
    this(node, Objects.requireNonNull(node.scan()));
  }

  static List<ScanInput> of(List<PlanNode> nodes) {
    List<ScanInput> inputs = new ArrayList<>(nodes.size());
    for (PlanNode node : nodes) {
      inputs.add(new ScanInput(node));
    }
    return inputs;
  }

  PlanNode.Work work() {
    return node.work();
  }
}
