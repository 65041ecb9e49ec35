package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.CollectionHandle;
import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.query.Pipeline;
import dev.meerkat.spi.query.StageContext;
import java.util.List;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * The other collection that a stage reads. Threads: immutable.
 *
 * @param pushesDown whether what a plan can do at the collection is left to it
 */
record ForeignCollection(Namespace namespace, boolean pushesDown) {
  /** A collection that is read as a pipeline is written. */
  ForeignCollection(Namespace namespace) {
    this(namespace, false);
  }

  /** The same that is left what a plan can do. */
  ForeignCollection pushing() {
    return new ForeignCollection(namespace, true);
  }

  /** Opens the documents that match; a collection that does not exist has none. */
  Cursor find(BsonDocument filter, StageContext context) {
    return find(filter, new BsonDocument(), null, context);
  }

  /**
   * The same with the other fields of a find.
   *
   * @param paths all that is read of the documents, or null
   */
  Cursor find(
      BsonDocument filter,
      BsonDocument options,
      @Nullable Set<String> paths,
      StageContext context) {
    CollectionHandle handle = context.operation().catalog().find(namespace);
    if (handle == null) {
      return new ListCursor(List.of());
    }
    return paths == null ? handle.find(filter, options) : handle.find(filter, options, paths);
  }

  /** A pipeline over the collection, ready to be run once or many times. */
  ForeignPipeline of(Pipeline pipeline, StageContext context) {
    return of(pipeline, new BsonDocument(), context);
  }

  /** The same over the documents that match a condition. */
  ForeignPipeline of(Pipeline pipeline, BsonDocument condition, StageContext context) {
    return new ForeignPipeline(this, pipeline, condition, context);
  }

  /** A filter of both; either may be empty. */
  static BsonDocument both(BsonDocument filter, BsonDocument more) {
    if (more.isEmpty()) {
      return filter;
    }
    return filter.isEmpty() ? more : new BsonDocument("$and", new BsonArray(List.of(filter, more)));
  }
}
