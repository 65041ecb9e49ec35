package dev.meerkat.engine.plan;

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
}
