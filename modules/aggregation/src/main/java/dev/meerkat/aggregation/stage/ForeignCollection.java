package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.CollectionHandle;
import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Pipeline;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageContext;
import dev.meerkat.spi.query.StageTraits;
import java.util.ArrayList;
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

  /** Runs a pipeline over documents of the collection that were read before. */
  Cursor open(Cursor documents, Pipeline pipeline, StageContext context) {
    return pipeline.open(
        documents,
        new StageContext(context.operation(), context.scope(), namespace, context.allowDiskUse()));
  }

  /**
   * Runs a pipeline over the documents that match. A leading {@code $match} that needs no variables
   * is left to the collection, which may have an index for it.
   */
  Cursor run(BsonDocument filter, Pipeline pipeline, StageContext context) {
    StageContext inner =
        new StageContext(context.operation(), context.scope(), namespace, context.allowDiskUse());
    if (!pipeline.stages().isEmpty() && pipeline.stages().getFirst() instanceof GeoNearStage near) {
      List<Stage> rest = new ArrayList<>(pipeline.stages());
      rest.set(0, near.inPlan());
      return new Pipeline(rest, pipeline.variables()).open(nearest(filter, near, inner), inner);
    }
    if (!pipeline.stages().isEmpty() && pipeline.stages().getFirst() instanceof MatchStage match) {
      if (match.isSearch()) {
        requireSearched(context);
      }
      if (!VariableUse.isUsedBy(match)) {
        Pipeline rest =
            new Pipeline(
                pipeline.stages().subList(1, pipeline.stages().size()), pipeline.variables());
        return rest.open(find(both(filter, match.spec()), context), inner);
      }
      if (match.isSearch()) {
        // The search is the collection's, which has the index; what it finds is asked the rest.
        BsonDocument search = match.spec().clone();
        search.remove("$expr");
        return pipeline.open(find(both(filter, search), context), inner);
      }
    }
    boolean bringsOwn =
        !pipeline.stages().isEmpty()
            && pipeline.stages().getFirst().traits().position()
                == StageTraits.Position.FIRST_WITHOUT_COLLECTION;
    return pipeline.open(bringsOwn ? new ListCursor(List.of()) : find(filter, context), inner);
  }

  /** A filter of both; either may be empty. */
  static BsonDocument both(BsonDocument filter, BsonDocument more) {
    if (more.isEmpty()) {
      return filter;
    }
    return filter.isEmpty() ? more : new BsonDocument("$and", new BsonArray(List.of(filter, more)));
  }

  private void requireSearched(StageContext context) {
    if (context.operation().catalog().find(namespace) == null) {
      throw new ServerException(
          ErrorCode.INDEX_NOT_FOUND, "text index required for $text query (no such collection)");
    }
  }

  /** The documents that match in the order of their distance, which come with it. */
  private Cursor nearest(BsonDocument filter, GeoNearStage near, StageContext context) {
    CollectionHandle handle = context.operation().catalog().find(namespace);
    if (handle == null) {
      throw new ServerException(
          ErrorCode.NAMESPACE_NOT_FOUND,
          "$geoNear requires a geo index to run, but " + namespace + " does not exist");
    }
    MatchStage match = new MatchStage(near.query(), near.spec().query());
    // The other collection knows no variables of this pipeline.
    boolean isPlain = !VariableUse.isUsedBy(match);
    BsonDocument both =
        isPlain ? new BsonDocument("$and", new BsonArray(List.of(filter, match.spec()))) : filter;
    Cursor found =
        handle.aggregate(
            new BsonArray(List.of(near.toSpec(both, context.scope()))), new BsonDocument());
    return isPlain ? found : match.open(found, context);
  }
}
