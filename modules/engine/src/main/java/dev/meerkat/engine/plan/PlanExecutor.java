package dev.meerkat.engine.plan;

import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.Ticker;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.storage.StorageReader;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * Runs a plan: a cursor over the documents that it answers. Between two batches it lets go of its
 * snapshot with {@link #save()} and goes on after its last record with {@link #restore}. Threads:
 * confined to one operation at a time.
 */
public final class PlanExecutor implements Cursor {
  /**
   * Units of work between two looks at whether the operation is to end. A unit may be 64 documents
   * of a collection scan.
   */
  private static final int INTERRUPT_INTERVAL = 8;

  private final Plan plan;
  private final PlanNode root;
  private final EvaluationScope scope;
  private int untilInterruptCheck = INTERRUPT_INTERVAL;
  private boolean isDone;

  public PlanExecutor(Plan plan, PlanSource source, StorageReader reader, EvaluationScope scope) {
    this(plan, source, reader, scope, null);
  }

  /**
   * A plan that is explained.
   *
   * @param ticker measures each stage, or null
   */
  public PlanExecutor(
      Plan plan,
      PlanSource source,
      StorageReader reader,
      EvaluationScope scope,
      @Nullable Ticker ticker) {
    this.plan = plan;
    this.root = new PlanNodes(source.records(), reader, scope, ticker).node(plan);
    this.scope = scope;
  }

  @Override
  public boolean advance() {
    while (!isDone) {
      if (--untilInterruptCheck == 0) {
        untilInterruptCheck = INTERRUPT_INTERVAL;
        scope.checkInterrupted();
      }
      switch (root.work()) {
        case ADVANCED -> {
          return true;
        }
        case NEED_TIME -> {}
        case DONE -> isDone = true;
      }
    }
    return false;
  }

  /**
   * As {@link #advance()}, but it gives up after some work without a document.
   *
   * @return whether it has not given up; it has a document unless it is at its end
   */
  public boolean reaches(long works) {
    for (long i = 0; i < works && !isDone; i++) {
      if (i % INTERRUPT_INTERVAL == 0) {
        scope.checkInterrupted();
      }
      switch (root.work()) {
        case ADVANCED -> {
          return true;
        }
        case NEED_TIME -> {}
        case DONE -> isDone = true;
      }
    }
    return isDone;
  }

  /** Whether there is nothing more. */
  public boolean isDone() {
    return isDone;
  }

  /** Does one unit of work; answers whether the plan may have more. For trials. */
  boolean tryOnce() {
    isDone |= root.work() == PlanNode.Work.DONE;
    return !isDone;
  }

  @Override
  public DocumentView current() {
    return root.document();
  }

  /** The record of the current document. */
  public long recordId() {
    return root.recordId();
  }

  /** Lets go of the snapshot; the current document becomes invalid. */
  public void save() {
    root.save();
  }

  /** Goes on after the last record, on another snapshot. */
  public void restore(StorageReader reader) {
    root.restore(reader);
  }

  public Plan plan() {
    return plan;
  }

  /** What explain shows under {@code executionStages}. */
  public BsonDocument executionStages() {
    return plan instanceof Plan.Express express
        ? ExecutionStats.express(express, root)
        : ExecutionStats.stages(root, scope.spills());
  }

  /** Documents that were answered so far. */
  public long returned() {
    return root.counters().advanced;
  }

  /** Index keys that were looked at so far. */
  public long keysExamined() {
    return ExecutionStats.keysExamined(root);
  }

  /** Documents that were looked at so far. */
  public long docsExamined() {
    return ExecutionStats.docsExamined(root);
  }

  NodeCounters rootCounters() {
    return root.counters();
  }

  @Override
  public void close() {
    root.close();
  }
}
