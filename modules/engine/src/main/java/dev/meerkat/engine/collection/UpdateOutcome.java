package dev.meerkat.engine.collection;

import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What an update statement has done. Threads: immutable.
 *
 * @param upsertedId the {@code _id} of the document that was inserted, or null
 */
record UpdateOutcome(long matched, long modified, @Nullable BsonValue upsertedId) {
  /** Nothing was there. */
  static final UpdateOutcome NONE = new UpdateOutcome(0, 0, null);

  /** One document was changed. */
  static final UpdateOutcome CHANGED = new UpdateOutcome(1, 1, null);

  /** One document was as it is to be. */
  static final UpdateOutcome UNCHANGED = new UpdateOutcome(1, 0, null);

  /** What the removal of one document comes to. */
  static final UpdateOutcome REMOVED = UNCHANGED;

  // What nearly all statements come to.
  private static final DocumentView ONE = CHANGED.written();
  private static final DocumentView ONE_UNCHANGED = UNCHANGED.written();

  /** What a statement has done whose work answers null where nothing was there. */
  static UpdateOutcome orNone(@Nullable UpdateOutcome outcome) {
    return outcome == null ? NONE : outcome;
  }

  /** The form in which a retryable write remembers it. */
  DocumentView stored() {
    if (matched != 1 || upsertedId != null || modified > 1) {
      return written();
    }
    return modified == 1 ? ONE : ONE_UNCHANGED;
  }

  private DocumentView written() {
    DocumentBuilder stored =
        new DocumentBuilder(64).appendInt64("matched", matched).appendInt64("modified", modified);
    if (upsertedId != null) {
      stored.append("upserted", upsertedId);
    }
    return DocumentView.of(stored.toBytes());
  }

  static UpdateOutcome parse(DocumentView remembered) {
    BsonDocument stored = remembered.toBson();
    return new UpdateOutcome(
        stored.getInt64("matched").getValue(),
        stored.getInt64("modified").getValue(),
        stored.get("upserted"));
  }
}
