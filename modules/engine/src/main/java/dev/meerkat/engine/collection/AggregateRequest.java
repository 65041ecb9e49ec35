package dev.meerkat.engine.collection;

import dev.meerkat.spi.Namespace;
import java.util.UUID;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What the aggregate command asks for. Threads: immutable, as long as nobody changes the values.
 *
 * @param namespace with the collection {@code $cmd.aggregate} where none is addressed: {@code
 *     aggregate: 1}
 * @param batchSize of the first batch, or -1 where the client has not said
 * @param collectionUuid the collection's UUID as the client knows it, or null
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/aggregate/">aggregate</a>
 */
public record AggregateRequest(
    Namespace namespace,
    BsonArray pipeline,
    @Nullable BsonValue hint,
    int batchSize,
    @Nullable BsonDocument collation,
    @Nullable BsonDocument let,
    boolean allowDiskUse,
    boolean bypassValidation,
    @Nullable UUID collectionUuid) {
  /** The collection's name in {@code aggregate: 1}. */
  public static final String COLLECTIONLESS = "$cmd.aggregate";

  public static AggregateRequest of(Namespace namespace, BsonArray pipeline) {
    return of(namespace, pipeline, null, null);
  }

  static AggregateRequest of(
      Namespace namespace,
      BsonArray pipeline,
      @Nullable BsonValue hint,
      @Nullable BsonDocument collation) {
    return new AggregateRequest(namespace, pipeline, hint, -1, collation, null, true, false, null);
  }

  public boolean isCollectionless() {
    return namespace.collection().equals(COLLECTIONLESS);
  }
}
