package dev.meerkat.query.update;

import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.query.EvaluationScope;
import java.util.function.Supplier;

/**
 * One run of an update. Threads: confined to one operation.
 *
 * @param scopes asked by what needs values: variables, the instant for {@code $currentDate}, and
 *     the cluster's time
 * @param scratch what a changed document is written to, and where it stands until that is used
 *     again
 */
public record UpdateContext(
    OperationContext operation, Supplier<EvaluationScope> scopes, DocumentBuilder scratch) {
  /** The run of an update whose values are there. */
  public UpdateContext(OperationContext operation, EvaluationScope scope, DocumentBuilder scratch) {
    this(operation, () -> scope, scratch);
  }

  /** The values. */
  public EvaluationScope scope() {
    return scopes.get();
  }
}
