package dev.meerkat.query.update;

import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.query.EvaluationScope;

/**
 * One run of an update. Threads: confined to one operation.
 *
 * @param scope variables, the instant for {@code $currentDate}, and the cluster's time
 * @param scratch what a changed document is written to, and where it stands until that is used
 *     again
 */
public record UpdateContext(
    OperationContext operation, EvaluationScope scope, DocumentBuilder scratch) {}
