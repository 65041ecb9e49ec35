package dev.meerkat.engine.plan;

import org.jspecify.annotations.Nullable;

/** What explain tells of a stage that has run. Threads: confined to one operation. */
final class NodeCounters {
  long works;
  long advanced;
  long keysExamined;
  long docsExamined;
  long seeks;
  long duplicates;
  long dataSizeBytes;
  long spills;
  long saves;
  long restores;
  boolean isDone;

  /** Whether its keys are those by which the collection is clustered, and thus its documents. */
  boolean isClustered;

  /** Whether its documents are those of a clustered scan below, which counts them. */
  boolean isToldByInput;

  /** How far a search for what is nearest has come, or null. */
  @Nullable SearchIntervals intervals;

  /** Whether {@link #nanos} tells something. */
  boolean isTimed;

  /** How long the stage has worked, its inputs included. */
  long nanos;

  PlanNode.Work advanced() {
    works++;
    advanced++;
    return PlanNode.Work.ADVANCED;
  }

  PlanNode.Work needTime() {
    works++;
    return PlanNode.Work.NEED_TIME;
  }

  PlanNode.Work done() {
    works++;
    isDone = true;
    return PlanNode.Work.DONE;
  }

  /** Index keys that were looked at, as explain counts them. */
  long keys() {
    return isClustered ? 0 : keysExamined;
  }

  /** Documents that were looked at, as explain counts them. */
  long documents() {
    if (isClustered) {
      return Math.max(keysExamined, docsExamined);
    }
    return isToldByInput ? 0 : docsExamined;
  }
}
