package dev.meerkat.engine.collection;

import dev.meerkat.spi.DocumentView;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What findAndModify has done. Threads: immutable.
 *
 * @param value the document before or after the change, projected; null where there is none
 * @param n documents changed, removed or upserted: 0 or 1
 * @param updatedExisting whether a document was there to be updated
 * @param upsertedId the {@code _id} of the document that was inserted, or null
 * @param retried whether an earlier execution of the same retryable write did it
 */
public record FindAndModifyOutcome(
    @Nullable DocumentView value,
    int n,
    boolean updatedExisting,
    @Nullable BsonValue upsertedId,
    boolean retried) {
  /** Nothing was there. */
  static final FindAndModifyOutcome NONE = new FindAndModifyOutcome(null, 0, false, null, false);
}
