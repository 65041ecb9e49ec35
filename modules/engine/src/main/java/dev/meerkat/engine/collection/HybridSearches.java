package dev.meerkat.engine.collection;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Where a pipeline may not begin with {@code $rankFusion} or {@code $scoreFusion}, as nobody but
 * who knows its collection can tell. Threads: stateless.
 */
final class HybridSearches {
  private static final Set<String> NAMES = Set.of("$rankFusion", "$scoreFusion");

  private HybridSearches() {}

  /**
   * Refuses one over a time-series collection.
   *
   * @throws ServerException 10557301
   */
  static void refuse(BsonArray pipeline) {
    if (first(pipeline) != null) {
      throw new ServerException(
          ErrorCode.location(10557301),
          "$rankFusion and $scoreFusion are unsupported on timeseries collections");
    }
  }

  /**
   * Refuses one behind the stages of a view whose inputs ask an index: there is none any more.
   *
   * @throws ServerException 40603, 17313
   */
  static void refuseIndexes(BsonArray pipeline) {
    BsonDocument spec = first(pipeline);
    if (spec == null) {
      return;
    }
    for (BsonValue input : document(document(spec.get("input")).get("pipelines")).values()) {
      BsonDocument stage =
          input instanceof BsonArray stages && !stages.isEmpty()
              ? document(stages.getFirst())
              : new BsonDocument();
      if (stage.containsKey("$geoNear")) {
        throw new ServerException(
            ErrorCode.location(40603), "$geoNear was not the first stage in the pipeline");
      }
      if (document(stage.get("$match")).containsKey("$text")) {
        throw new ServerException(
            ErrorCode.location(17313),
            "$match with $text is only allowed as the first pipeline stage");
      }
    }
  }

  /** What the search is that a pipeline begins with, or null where it begins with another stage. */
  private static @Nullable BsonDocument first(BsonArray pipeline) {
    BsonDocument stage = pipeline.isEmpty() ? new BsonDocument() : document(pipeline.getFirst());
    for (String name : NAMES) {
      if (stage.containsKey(name)) {
        return document(stage.get(name));
      }
    }
    return null;
  }

  /** An empty one where it is none, which is refused elsewhere. */
  private static BsonDocument document(@Nullable BsonValue value) {
    return value instanceof BsonDocument document ? document : new BsonDocument();
  }
}
