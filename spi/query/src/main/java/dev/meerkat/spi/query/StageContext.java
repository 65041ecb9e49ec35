package dev.meerkat.spi.query;

import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.OperationContext;

/**
 * What a stage is given for one run. Threads: confined to one operation.
 *
 * @param namespace the collection that the pipeline runs on
 * @param allowDiskUse whether blocking stages may spill
 */
public record StageContext(
    OperationContext operation, EvaluationScope scope, Namespace namespace, boolean allowDiskUse) {}
