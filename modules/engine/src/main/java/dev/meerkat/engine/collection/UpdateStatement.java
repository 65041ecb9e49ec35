package dev.meerkat.engine.collection;

import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * One statement of the update command, its fields by their wire names. Threads: immutable, as long
 * as nobody changes the values.
 *
 * @param u operators, a replacement document, or a pipeline
 * @param c constants for a pipeline, or null
 * @param isOfOplog whether {@code u} is what an oplog entry says of an update
 */
public record UpdateStatement(
    BsonDocument q,
    BsonValue u,
    @Nullable BsonDocument c,
    boolean multi,
    boolean upsert,
    @Nullable BsonArray arrayFilters,
    @Nullable BsonValue hint,
    @Nullable BsonDocument collation,
    @Nullable BsonDocument sort,
    boolean isOfOplog) {
  /** A statement of a client's. */
  public UpdateStatement(
      BsonDocument q,
      BsonValue u,
      @Nullable BsonDocument c,
      boolean multi,
      boolean upsert,
      @Nullable BsonArray arrayFilters,
      @Nullable BsonValue hint,
      @Nullable BsonDocument collation,
      @Nullable BsonDocument sort) {
    this(q, u, c, multi, upsert, arrayFilters, hint, collation, sort, false);
  }

  /** What an oplog entry says of one document. */
  public static UpdateStatement ofOplog(BsonDocument id, BsonDocument change, boolean upsert) {
    return new UpdateStatement(id, change, null, false, upsert, null, null, null, null, true);
  }
}
