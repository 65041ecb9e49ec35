package dev.meerkat.aggregation;

import dev.meerkat.aggregation.stage.GeoNearStage;
import dev.meerkat.aggregation.stage.GroupStage;
import dev.meerkat.aggregation.stage.LimitStage;
import dev.meerkat.aggregation.stage.MatchStage;
import dev.meerkat.aggregation.stage.SkipStage;
import dev.meerkat.aggregation.stage.SortStage;
import dev.meerkat.query.sort.SortPattern;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.query.Pipeline;
import dev.meerkat.spi.query.Stage;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline cut in two: what a query plan can do at the collection, and the stages that remain.
 * Threads: immutable.
 *
 * @param filters the filters that documents must all match, in order
 * @param filter the same as one filter document
 * @param sort the order wanted, or null for any
 * @param skip documents left out after that
 * @param limit documents kept after that, 0 for all
 * @param near what wants documents in the order of their distance, and whose filter stands beside
 *     the others, or null
 * @param rest the remaining stages
 */
// The engine asks a $match only for what it matches; its type is no business of others.
@SuppressWarnings("exports")
public record PipelinePrefix(
    List<Filter> filters,
    BsonDocument filter,
    @Nullable SortPattern sort,
    long skip,
    long limit,
    @Nullable GeoNearStage near,
    Pipeline rest) {
  public PipelinePrefix {
    filters = List.copyOf(filters);
  }

  /** Leaves every stage where it is: the plan is to read all documents. */
  public static PipelinePrefix none(Pipeline pipeline) {
    return new PipelinePrefix(List.of(), new BsonDocument(), null, 0, 0, null, pipeline);
  }

  /** Cuts a pipeline after the leading stages that a query plan can take over. */
  public static PipelinePrefix split(Pipeline pipeline) {
    List<Stage> stages = pipeline.stages();
    int next = 0;
    List<Filter> filters = new ArrayList<>();
    BsonArray specs = new BsonArray();
    while (next < stages.size() && stages.get(next) instanceof MatchStage match) {
      filters.add(match.filter());
      specs.add(match.spec());
      next++;
    }
    if (next < stages.size()
        && stages.get(next) instanceof GeoNearStage near
        && specs.stream().allMatch(spec -> spec.asDocument().isEmpty())) {
      List<Stage> rest = new ArrayList<>(stages.subList(next, stages.size()));
      rest.set(0, near.inPlan());
      return new PipelinePrefix(
          List.of(),
          new BsonDocument(),
          null,
          0,
          0,
          near,
          new Pipeline(rest, pipeline.variables()));
    }
    SortPattern sort = null;
    long limit = 0;
    if (next < stages.size() && stages.get(next) instanceof SortStage sorting) {
      sort = sorting.pattern();
      limit = sorting.limit();
      next++;
    }
    long skip = 0;
    if (limit > 0
        && next + 1 < stages.size()
        && stages.get(next) instanceof SkipStage skipping
        && stages.get(next + 1) instanceof LimitStage limiting
        && skipping.skip() + limiting.limit() == limit) {
      // The sort keeps what both leave: the plan says so by itself.
      skip = skipping.skip();
      limit = limiting.limit();
      next += 2;
    }
    // A limit ends the prefix where a skip would have to come after it.
    while (next < stages.size() && limit == 0) {
      if (stages.get(next) instanceof SkipStage skipping
          && skip <= Long.MAX_VALUE - skipping.skip()) {
        skip += skipping.skip();
      } else if (stages.get(next) instanceof LimitStage limiting) {
        limit = limiting.limit();
      } else {
        break;
      }
      next++;
    }
    return new PipelinePrefix(
        filters,
        filter(specs),
        sort,
        skip,
        limit,
        null,
        new Pipeline(rest(stages.subList(next, stages.size())), pipeline.variables()));
  }

  private static List<Stage> rest(List<Stage> stages) {
    if (stages.isEmpty() || !(stages.getFirst() instanceof GroupStage group)) {
      return stages;
    }
    List<Stage> rest = new ArrayList<>(stages);
    rest.set(0, group.inPlan());
    return rest;
  }

  private static BsonDocument filter(BsonArray specs) {
    return switch (specs.size()) {
      case 0 -> new BsonDocument();
      case 1 -> specs.getFirst().asDocument();
      default -> new BsonDocument("$and", specs);
    };
  }
}
