package dev.meerkat.engine.plan;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.storage.StorageReader;
import java.util.List;

/** Ends after the first records. Threads: confined to one operation. */
final class LimitNode implements PlanNode {
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
  public long recordId() {
    return input.recordId();
  }

  @Override
  public DocumentView document() {
    return input.document();
  }

  @Override
  public void save() {
    counters.saves++;
    input.save();
  }

  @Override
  public void restore(StorageReader reader) {
    counters.restores++;
    input.restore(reader);
  }

  @Override
  public Plan plan() {
    return plan;
  }

  @Override
  public NodeCounters counters() {
    return counters;
  }

  @Override
  public List<PlanNode> inputs() {
    return List.of(input);
  }

  @Override
  public void close() {
    input.close();
  }
}
