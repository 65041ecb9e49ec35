package dev.meerkat.engine.collection;

import dev.meerkat.engine.session.StatementResult;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import org.bson.BsonDocument;
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
    boolean retried)
    implements StatementResult {
  private static final byte[] N = BsonBytes.nameBytes("n");
  private static final byte[] UPDATED_EXISTING = BsonBytes.nameBytes("updatedExisting");
  private static final byte[] VALUE = BsonBytes.nameBytes("value");

  /** Nothing was there. */
  static final FindAndModifyOutcome NONE = new FindAndModifyOutcome(null, 0, false, null, false);

  /** What has been done where the work answers null because nothing was there. */
  static FindAndModifyOutcome orNone(@Nullable FindAndModifyOutcome outcome) {
    return outcome == null ? NONE : outcome;
  }

  /** Writes the form in which a retryable write remembers it. */
  @Override
  public void write(DocumentBuilder out) {
    out.appendInt32(N, n).appendBoolean(UPDATED_EXISTING, updatedExisting);
    if (value != null) {
      out.appendDocument(VALUE, value);
    }
    if (upsertedId != null) {
      out.append("upserted", upsertedId);
    }
  }

  static FindAndModifyOutcome parse(DocumentView remembered) {
    BsonDocument stored = remembered.toBson();
    int value = remembered.find(VALUE);
    byte[] array = remembered.array();
    return new FindAndModifyOutcome(
        value < 0 ? null : DocumentView.of(array, BsonBytes.valueOffset(array, value)),
        stored.getInt32("n").getValue(),
        stored.getBoolean("updatedExisting").getValue(),
        stored.get("upserted"),
        true);
  }
}
