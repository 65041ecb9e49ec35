package dev.meerkat.aggregation.stage;

import dev.meerkat.query.filter.Filters;
import dev.meerkat.query.sort.SortPattern;
import dev.meerkat.spi.CollectionHandle;
import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.query.Pipeline;
import dev.meerkat.spi.query.PreparedFind;
import dev.meerkat.spi.query.PreparingHandle;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageContext;
import dev.meerkat.spi.query.StageTraits;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline over another collection: what of it a plan can do there, and the stages that remain.
 * It is made once and run as often as it is needed. Threads: confined to one operation.
 */
final class ForeignPipeline {
  private final ForeignCollection collection;
  private final StageContext context;
  private final @Nullable GeoNearStage near;
  private final boolean bringsOwn;

  /** Beside what each run asks for. */
  private final BsonDocument filter;

  /** What is asked beside, too, and reads variables: only a prepared find takes it. */
  private final Filter byVariables;

  /** Whether there is a collection that finds are prepared for. */
  private final boolean isPrepared;

  private @Nullable PreparedFind find;

  /** The sort, the skip and the limit of the find. */
  private final BsonDocument options;

  private final Pipeline rest;

  private final Pipeline whole;

  /** All that is read of the documents behind the find, or null. */
  private final @Nullable Set<String> paths;

  /**
   * @param condition what the documents of the collection must match beside
   */
  ForeignPipeline(
      ForeignCollection collection, Pipeline pipeline, BsonDocument condition, StageContext outer) {
    this.collection = collection;
    this.context =
        new StageContext(
            outer.operation(), outer.scope(), collection.namespace(), outer.allowDiskUse());
    this.whole = pipeline;
    List<Stage> stages = pipeline.stages();
    Stage first = stages.isEmpty() ? null : stages.getFirst();
    this.near = first instanceof GeoNearStage stage ? stage : null;
    this.bringsOwn =
        first != null && first.traits().position() == StageTraits.Position.FIRST_WITHOUT_COLLECTION;
    this.isPrepared =
        collection.pushesDown()
            && near == null
            && !bringsOwn
            && !isSearch(stages)
            && outer.operation().catalog().find(collection.namespace())
                instanceof PreparingHandle handle
            && !handle.isView();
    List<BsonDocument> filters = new ArrayList<>();
    List<Filter> bound = new ArrayList<>();
    if (!condition.isEmpty()) {
      filters.add(condition);
    }
    this.options = new BsonDocument();
    int next = 0;
    if (first instanceof MatchStage match && match.isSearch()) {
      requireSearched();
      // The search is the collection's, which has the index; what it finds is asked the rest.
      BsonDocument search = match.spec().clone();
      if (VariableUse.isUsedBy(match)) {
        search.remove("$expr");
      } else {
        next = 1;
      }
      filters.add(search);
    }
    if (collection.pushesDown() && near == null && !bringsOwn) {
      next = pushDown(stages, next, filters, bound);
    }
    this.filter = all(filters);
    this.byVariables = Filters.all(bound);
    this.rest =
        near == null
            ? new Pipeline(stages.subList(next, stages.size()), pipeline.variables())
            : new Pipeline(inPlan(stages, near), pipeline.variables());
    boolean readsMetadata = !pipeline.costlyMetadata().isEmpty() || isSearch(stages);
    this.paths = collection.pushesDown() && !readsMetadata ? StageRules.reads(rest.stages()) : null;
  }

  private static List<Stage> inPlan(List<Stage> stages, GeoNearStage near) {
    List<Stage> rest = new ArrayList<>(stages);
    rest.set(0, near.inPlan());
    return rest;
  }

  /** Finds what a plan can do; answers where the rest begins. */
  private int pushDown(
      List<Stage> stages, int begin, List<BsonDocument> filters, List<Filter> bound) {
    int next = begin;
    while (next < stages.size() && stages.get(next) instanceof MatchStage match) {
      if (!VariableUse.isUsedBy(match)) {
        filters.add(match.spec());
      } else if (isPrepared) {
        bound.add(match.filter());
      } else {
        break;
      }
      next++;
    }
    if (!context.allowDiskUse() || isSearch(stages)) {
      return next;
    }
    long limit = 0;
    if (next < stages.size() && stages.get(next) instanceof SortStage sort && isOfPaths(sort)) {
      options.append("sort", sort.pattern().toBson());
      limit = sort.limit();
      next++;
    }
    if (limit > 0) {
      options.append("limit", new BsonInt64(limit));
      return next;
    }
    if (next < stages.size() && stages.get(next) instanceof SkipStage skip) {
      options.append("skip", new BsonInt64(skip.skip()));
      next++;
    }
    if (next < stages.size() && stages.get(next) instanceof LimitStage limiting) {
      options.append("limit", new BsonInt64(limiting.limit()));
      next++;
    }
    return next;
  }

  private static boolean isSearch(List<Stage> stages) {
    return !stages.isEmpty() && stages.getFirst() instanceof MatchStage match && match.isSearch();
  }

  private static boolean isOfPaths(SortStage sort) {
    return sort.pattern().parts().stream().allMatch(SortPattern.PathPart.class::isInstance);
  }

  private static BsonDocument all(List<BsonDocument> filters) {
    return switch (filters.size()) {
      case 0 -> new BsonDocument();
      case 1 -> filters.getFirst();
      default -> new BsonDocument("$and", new BsonArray(filters));
    };
  }

  /** Whether it takes a filter that is parsed already. */
  boolean isPrepared() {
    return isPrepared;
  }

  /** Runs it over all documents. */
  Cursor run() {
    return isPrepared ? run(Filters.all(List.of())) : run(new BsonDocument());
  }

  /** Runs it, where it is prepared, over the documents that match, too. */
  Cursor run(Filter more) {
    PreparedFind known = find;
    if (known == null) {
      if (!(context.operation().catalog().find(collection.namespace())
          instanceof PreparingHandle handle)) {
        return rest.open(new ListCursor(List.of()), context);
      }
      known = handle.prepare(filter, options, paths);
      find = known;
    }
    return rest.open(known.open(Filters.both(byVariables, more)), context);
  }

  /** Runs it, where it is not prepared, over the documents that match, too. */
  Cursor run(BsonDocument more) {
    if (near != null) {
      return rest.open(nearest(more, near), context);
    }
    return rest.open(
        bringsOwn
            ? new ListCursor(List.of())
            : collection.find(ForeignCollection.both(filter, more), options, paths, context),
        context);
  }

  /** Runs it over documents of the collection that were read before. */
  Cursor over(Cursor documents) {
    return whole.open(documents, context);
  }

  private void requireSearched() {
    if (context.operation().catalog().find(collection.namespace()) == null) {
      throw new ServerException(
          ErrorCode.INDEX_NOT_FOUND, "text index required for $text query (no such collection)");
    }
  }

  /** The documents that match in the order of their distance, which come with it. */
  private Cursor nearest(BsonDocument more, GeoNearStage stage) {
    CollectionHandle handle = context.operation().catalog().find(collection.namespace());
    if (handle == null) {
      throw new ServerException(
          ErrorCode.NAMESPACE_NOT_FOUND,
          "$geoNear requires a geo index to run, but "
              + collection.namespace()
              + " does not exist");
    }
    MatchStage match = new MatchStage(stage.query(), stage.spec().query());
    // The other collection knows no variables of this pipeline.
    boolean isPlain = !VariableUse.isUsedBy(match);
    BsonDocument both =
        isPlain ? new BsonDocument("$and", new BsonArray(List.of(more, match.spec()))) : more;
    Cursor found =
        handle.aggregate(
            new BsonArray(List.of(stage.toSpec(both, context.scope()))), new BsonDocument());
    return isPlain ? found : match.open(found, context);
  }
}
