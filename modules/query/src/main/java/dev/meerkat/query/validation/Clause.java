package dev.meerkat.query.validation;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.EvaluationScope;
import org.bson.BsonDocument;

/** An operator of a validator. Threads: immutable. */
interface Clause {
  boolean matches(DocumentView document, EvaluationScope scope);

  /**
   * Says why a document fails the operator.
   *
   * @param inverted whether the operator stands under a negation, so that matching is the failure
   */
  BsonDocument explain(DocumentView document, EvaluationScope scope, boolean inverted);

  /** Whether the operator has part in a failure; one that cannot be evaluated always has. */
  default boolean fails(DocumentView document, EvaluationScope scope, boolean inverted) {
    try {
      return matches(document, scope) == inverted;
    } catch (ServerException _) {
      return true;
    }
  }
}
