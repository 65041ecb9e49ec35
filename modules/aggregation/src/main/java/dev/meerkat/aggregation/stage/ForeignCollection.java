package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.CollectionHandle;
import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.query.Pipeline;
import dev.meerkat.spi.query.StageContext;
import dev.meerkat.spi.query.StageTraits;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;

/** The other collection that a stage reads. Threads: immutable. */
record ForeignCollection(Namespace namespace) {
  /** Opens the documents that match; a collection that does not exist has none. */
  Cursor find(BsonDocument filter, StageContext context) {
    CollectionHandle handle = context.operation().catalog().find(namespace);
    return handle == null ? new ListCursor(List.of()) : handle.find(filter, new BsonDocument());
  }

  /**
   * Runs a pipeline over the documents that match. A leading {@code $match} that needs no variables
   * is left to the collection, which may have an index for it.
   */
  Cursor run(BsonDocument filter, Pipeline pipeline, StageContext context) {
    StageContext inner =
        new StageContext(context.operation(), context.scope(), namespace, context.allowDiskUse());
    if (!pipeline.stages().isEmpty()
        && pipeline.stages().getFirst() instanceof MatchStage match
        && !VariableUse.isUsedBy(match)) {
      BsonDocument both =
          filter.isEmpty()
              ? match.spec()
              : new BsonDocument("$and", new BsonArray(List.of(filter, match.spec())));
      Pipeline rest =
          new Pipeline(
              pipeline.stages().subList(1, pipeline.stages().size()), pipeline.variables());
      return rest.open(find(both, context), inner);
    }
    boolean bringsOwn =
        !pipeline.stages().isEmpty()
            && pipeline.stages().getFirst().traits().position()
                == StageTraits.Position.FIRST_WITHOUT_COLLECTION;
    return pipeline.open(bringsOwn ? new ListCursor(List.of()) : find(filter, context), inner);
  }
}
