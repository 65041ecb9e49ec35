package dev.meerkat.engine.collection;

import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What an update statement has done. Threads: immutable.
 *
 * @param upsertedId the {@code _id} of the document that was inserted, or null
 */
record UpdateOutcome(long matched, long modified, @Nullable BsonValue upsertedId) {
  BsonDocument toBson() {
    BsonDocument document =
        new BsonDocument("matched", new BsonInt64(matched))
            .append("modified", new BsonInt64(modified));
    if (upsertedId != null) {
      document.append("upserted", upsertedId);
    }
    return document;
  }

  static UpdateOutcome parse(BsonDocument stored) {
    return new UpdateOutcome(
        stored.getInt64("matched").getValue(),
        stored.getInt64("modified").getValue(),
        stored.get("upserted"));
  }
}
