package dev.meerkat.aggregation.timeseries;

import dev.meerkat.aggregation.stage.MatchStage;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.Pipeline;
import dev.meerkat.spi.query.Predicate;
import dev.meerkat.spi.query.Stage;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;

/**
 * Lets a pipeline that unpacks buckets read those alone in which something may match. Threads:
 * immutable.
 */
public final class BucketPushdown {
  private BucketPushdown() {}

  /** The pipeline with a filter on buckets before it; itself where any bucket may match. */
  public static Pipeline apply(Pipeline pipeline, ParseScope scope) {
    List<Stage> stages = pipeline.stages();
    if (stages.isEmpty()
        || !(stages.getFirst() instanceof UnpackBucketStage unpack)
        // What is asked of a bucket relies on its _id.
        || unpack.usesExtendedRange()) {
      return pipeline;
    }
    List<Predicate> predicates = new ArrayList<>();
    for (int i = 1; i < stages.size() && stages.get(i) instanceof MatchStage match; i++) {
      predicates.add(match.filter().predicate());
    }
    BsonDocument filter = new BucketPredicates(unpack.shape()).of(new Predicate.And(predicates));
    if (filter == null) {
      return pipeline;
    }
    List<Stage> filtered = new ArrayList<>(stages);
    filtered.addFirst(new MatchStage(scope.filter(filter), filter));
    return new Pipeline(filtered, pipeline.variables(), pipeline.costlyMetadata());
  }
}
