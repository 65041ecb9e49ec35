package dev.meerkat.engine.plan;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.storage.StorageReader;

/** Answers nothing. Threads: confined to one operation. */
record EofNode(Plan plan, NodeCounters counters) implements PlanNode {
  @Override
  public Work work() {
    return counters.done();
  }

  @Override
  public long recordId() {
    throw new IllegalStateException("no record");
  }

  @Override
  public DocumentView document() {
    throw new IllegalStateException("no document");
  }

  @Override
  public void save() {}

  @Override
  public void restore(StorageReader reader) {}

  @Override
  public void close() {}
}
