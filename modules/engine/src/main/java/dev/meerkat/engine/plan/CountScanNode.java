package dev.meerkat.engine.plan;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.storage.StorageReader;
import java.util.List;

/** Counts the entries of an index within its ranges. Threads: confined to one operation. */
final class CountScanNode implements PlanNode {
  /** Entries counted between two looks at whether the operation has been killed. */
  private static final long SLICE = 100_000;

  private final Plan.CountScan plan;
  private final EvaluationScope scope;
  private final NodeCounters counters = new NodeCounters();
  private StorageReader reader;
  private int range;

  CountScanNode(Plan.CountScan plan, StorageReader reader, EvaluationScope scope) {
    this.plan = plan;
    this.reader = reader;
    this.scope = scope;
  }

  /** Counts one range; the number found is told by the counters alone. */
  @Override
  public Work work() {
    long left = plan.limit() == 0 ? Long.MAX_VALUE : plan.limit() - counters.keysExamined;
    if (range == plan.ranges().size() || left == 0) {
      return counters.done();
    }
    long found = plan.index().table().count(reader, plan.ranges().get(range), left);
    if (found >= SLICE) {
      scope.checkInterrupted();
    }
    range++;
    counters.seeks++;
    counters.keysExamined += found;
    counters.advanced += found;
    counters.works += found;
    return Work.NEED_TIME;
  }

  @Override
  public long recordId() {
    throw new IllegalStateException("counted, not read");
  }

  @Override
  public DocumentView document() {
    throw new IllegalStateException("counted, not read");
  }

  @Override
  public void save() {
    counters.saves++;
  }

  @Override
  public void restore(StorageReader newReader) {
    counters.restores++;
    reader = newReader;
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
    return List.of();
  }

  @Override
  public void close() {}
}
