package dev.meerkat.query.update;

import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.query.EvaluationScope;

/**
 * One run of an update. Threads: confined to one operation.
 *
 * @param scope variables, the instant for {@code $currentDate}, and the cluster's time
 */
public record UpdateContext(OperationContext operation, EvaluationScope scope) {}
