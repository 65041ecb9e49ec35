package dev.meerkat.engine.collection;

import dev.meerkat.spi.Namespace;
import java.util.UUID;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What the find command asks for. Threads: immutable, as long as nobody changes the values.
 *
 * @param hint an index's name or key pattern, or {@code {$natural: ±1}}, or null
 * @param skip documents, from 0
 * @param limit documents, 0 for all
 * @param batchSize of the first batch, or -1 where the client has not said
 * @param allowDiskUse whether sorts may spill
 * @param options the rarer options
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/find/">find</a>
 */
public record FindRequest(
    Namespace namespace,
    BsonDocument filter,
    @Nullable BsonDocument sort,
    @Nullable BsonDocument projection,
    @Nullable BsonValue hint,
    long skip,
    long limit,
    int batchSize,
    boolean singleBatch,
    @Nullable BsonDocument collation,
    @Nullable BsonDocument let,
    boolean allowDiskUse,
    Options options) {

  /**
   * The options that few finds carry.
   *
   * @param min the least index key, or null
   * @param max the index key to stop before, or null
   * @param collectionUuid the collection's UUID as the client knows it, or null
   */
  public record Options(
      @Nullable BsonDocument min,
      @Nullable BsonDocument max,
      boolean returnKey,
      boolean showRecordId,
      boolean tailable,
      boolean awaitData,
      boolean noCursorTimeout,
      @Nullable UUID collectionUuid) {
    public static final Options NONE =
        new Options(null, null, false, false, false, false, false, null);
  }

  /** Every document that matches. */
  public static FindRequest of(Namespace namespace, BsonDocument filter) {
    return new FindRequest(
        namespace, filter, null, null, null, 0, 0, -1, false, null, null, true, Options.NONE);
  }
}
