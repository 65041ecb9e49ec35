package dev.meerkat.engine.plan;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.storage.StorageReader;
import java.util.List;

/** Leaves out the first records. Threads: confined to one operation. */
final class SkipNode implements PlanNode {
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
