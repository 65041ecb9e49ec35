package dev.meerkat.engine.collection;

import dev.meerkat.spi.query.Pipeline;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The stages at a pipeline's beginning that a plan does as well and can do with an index: {@code
 * $match} stages, then a {@code $sort}, then a {@code $skip}, then a {@code $limit}. Threads:
 * immutable.
 *
 * @param size the number of stages
 * @param sort null for none
 * @param limit 0 for none
 */
record PipelinePrefix(
    int size, BsonDocument filter, @Nullable BsonDocument sort, long skip, long limit) {

  /**
   * @param parsed the same stages, which are valid therefore
   */
  static PipelinePrefix of(BsonArray stages, Pipeline parsed) {
    int next = 0;
    BsonArray matches = new BsonArray();
    for (BsonDocument match = document(stages, 0, "$match");
        match != null;
        match = document(stages, next, "$match")) {
      matches.add(match);
      next++;
    }
    BsonDocument sort = document(stages, next, "$sort");
    if (sort != null && sort.values().stream().anyMatch(BsonValue::isDocument)) {
      sort = null;
    }
    next += sort == null ? 0 : 1;
    long skip = number(stages, next, "$skip");
    next += skip > 0 ? 1 : 0;
    long limit = number(stages, next, "$limit");
    next += limit > 0 ? 1 : 0;
    if (parsed.stages().size() != stages.size()) {
      throw new IllegalStateException("a stage has become several");
    }
    return new PipelinePrefix(next, filter(matches), sort, skip, limit);
  }

  /** The stages that are left. */
  Pipeline rest(Pipeline pipeline) {
    return new Pipeline(
        pipeline.stages().subList(size, pipeline.stages().size()), pipeline.variables());
  }

  private static BsonDocument filter(BsonArray matches) {
    return switch (matches.size()) {
      case 0 -> new BsonDocument();
      case 1 -> matches.getFirst().asDocument();
      default -> new BsonDocument("$and", matches);
    };
  }

  private static @Nullable BsonDocument document(BsonArray stages, int index, String name) {
    return value(stages, index, name) instanceof BsonDocument document ? document : null;
  }

  private static long number(BsonArray stages, int index, String name) {
    BsonValue value = value(stages, index, name);
    return value != null && value.isNumber() ? value.asNumber().longValue() : 0;
  }

  private static @Nullable BsonValue value(BsonArray stages, int index, String name) {
    return index < stages.size() ? stages.get(index).asDocument().get(name) : null;
  }
}
