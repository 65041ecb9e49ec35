package dev.meerkat.engine.collection;

import dev.meerkat.aggregation.PipelinePrefix;
import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.engine.cursor.Execution;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.ReadConcern;
import dev.meerkat.spi.query.Pipeline;
import dev.meerkat.spi.query.StageTraits;
import org.jspecify.annotations.Nullable;

/**
 * What an aggregation must keep to beside what its stages ask. Threads: immutable.
 *
 * @param entry the collection that is read, null where there is none
 */
record AggregateRules(
    Execution execution, AggregateRequest request, @Nullable CollectionEntry entry) {
  /** What is searched for by an index cannot be without a collection. */
  void checkSearch(Pipeline pipeline, PipelinePrefix prefix, Namespace base) {
    if (prefix.near() != null && entry == null) {
      throw new ServerException(
          ErrorCode.NAMESPACE_NOT_FOUND,
          "$geoNear requires a geo index to run, but " + base + " does not exist");
    }
    if (entry == null && searches(pipeline)) {
      throw new ServerException(
          ErrorCode.INDEX_NOT_FOUND, "text index required for $text query (no such collection)");
    }
  }

  /** Whether the pipeline brings its own documents; it must where there is no collection. */
  boolean checkSource(Pipeline pipeline) {
    boolean brings =
        !pipeline.stages().isEmpty() && bringsDocuments(pipeline.stages().getFirst().traits());
    if (request.isCollectionless() && !brings) {
      throw new ServerException(
          ErrorCode.INVALID_NAMESPACE,
          "{aggregate: 1} is not valid for '"
              + (pipeline.stages().isEmpty() ? "empty" : pipeline.stages().getFirst().name())
              + "'; a collection is required.");
    }
    return brings;
  }

  /** Fails where a stage that writes comes after a read that it must not follow. */
  void checkWriter(Pipeline pipeline) {
    boolean writes =
        !pipeline.stages().isEmpty()
            && pipeline.stages().getLast().traits().position() == StageTraits.Position.LAST;
    if (writes
        && execution.operation().common().readConcern().level() == ReadConcern.Level.LINEARIZABLE) {
      throw new ServerException(
          ErrorCode.INVALID_OPTIONS,
          pipeline.stages().getLast().name()
              + " cannot be used with a 'linearizable' read concern level");
    }
  }

  private static boolean bringsDocuments(StageTraits traits) {
    return switch (traits.position()) {
      case FIRST, FIRST_WITHOUT_COLLECTION -> true;
      case ANYWHERE, FIRST_SEARCH, FIRST_OVER_COLLECTION, LAST -> false;
    };
  }

  private static boolean searches(Pipeline pipeline) {
    return !pipeline.stages().isEmpty()
        && pipeline.stages().getFirst().traits().position() == StageTraits.Position.FIRST_SEARCH;
  }
}
