package dev.meerkat.engine.plan;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.storage.StorageReader;

/** Counts the entries of an index within its ranges. Threads: confined to one operation. */
final class CountScanNode extends ReadingNode {
  /** After so many entries it is looked whether the operation has been killed. */
  private static final long SLICE = 100_000;

  private final Plan.CountScan plan;
  private final EvaluationScope scope;
  private int range;

  CountScanNode(Plan.CountScan plan, StorageReader reader, EvaluationScope scope) {
    super(reader);
    counters.isClustered = plan.index().isClustered();
    this.plan = plan;
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
  public Plan plan() {
    return plan;
  }

  @Override
  public void close() {}
}
