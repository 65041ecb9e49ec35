package dev.meerkat.spi.query;

import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.OperationContext;
import org.jspecify.annotations.Nullable;

/**
 * What a stage is given for one run. Threads: confined to one operation.
 *
 * @param namespace the collection that the pipeline runs on
 * @param allowDiskUse whether blocking stages may spill
 * @param spillCount told of what the stage spills, where somebody wants to know, else null
 * @param bypassValidation whether collections that are written are not asked for their validators
 */
public record StageContext(
    OperationContext operation,
    EvaluationScope scope,
    Namespace namespace,
    boolean allowDiskUse,
    boolean bypassValidation,
    @Nullable SpillCount spillCount) {
  /** A context in which validators are asked. */
  public StageContext(
      OperationContext operation,
      EvaluationScope scope,
      Namespace namespace,
      boolean allowDiskUse) {
    this(operation, scope, namespace, allowDiskUse, false, null);
  }

  /** The same for one stage, whose spills are counted. */
  public StageContext counting(SpillCount count) {
    return new StageContext(operation, scope, namespace, allowDiskUse, bypassValidation, count);
  }
}
