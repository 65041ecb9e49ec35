package dev.meerkat.engine.collection;

import dev.meerkat.aggregation.PipelineOptimizer;
import dev.meerkat.aggregation.PipelinePrefix;
import dev.meerkat.aggregation.stage.CountingStage;
import dev.meerkat.aggregation.stage.StageRules;
import dev.meerkat.aggregation.timeseries.BucketPushdown;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.catalog.CatalogSnapshot;
import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.engine.catalog.CollectionUuids;
import dev.meerkat.engine.catalog.SystemViews;
import dev.meerkat.engine.cursor.Execution;
import dev.meerkat.engine.cursor.ListCursor;
import dev.meerkat.engine.cursor.OpenCursor;
import dev.meerkat.engine.plan.Hint;
import dev.meerkat.engine.plan.Plan;
import dev.meerkat.engine.plan.PlanQuery;
import dev.meerkat.engine.timeseries.SeriesStatements;
import dev.meerkat.engine.timeseries.TimeseriesOptions;
import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.ReadConcern;
import dev.meerkat.spi.query.Pipeline;
import dev.meerkat.spi.query.StageContext;
import dev.meerkat.spi.query.StageTraits;
import dev.meerkat.values.Collation;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** One aggregation, from its request to its cursor. Threads: confined to one operation. */
final class AggregateRun {
  private final Execution execution;
  private final AggregateRequest request;
  private final @Nullable CollectionEntry entry;
  private final @Nullable ViewResolution view;

  /** Of the time-series collection that is addressed; else null. */
  private final @Nullable TimeseriesOptions timeseries;

  private boolean singleBatch;

  AggregateRun(Execution execution, AggregateRequest request) {
    this.execution = execution;
    this.request = request;
    CatalogSnapshot catalog = execution.view().catalog();
    CollectionUuids.check(catalog, request.namespace(), request.collectionUuid());
    CollectionEntry addressed = SystemViews.readable(catalog, request.namespace());
    CollectionEntry buckets = catalog.bucketsOf(request.namespace());
    this.timeseries = buckets == null ? null : buckets.options().timeseries();
    if (timeseries != null) {
      HybridSearches.refuse(request.pipeline());
    }
    if (addressed != null && addressed.isView() && !isAboutItself(request.pipeline())) {
      this.view = ViewResolution.of(catalog, addressed);
      this.entry = catalog.find(view.base());
    } else {
      this.view = null;
      this.entry = addressed;
    }
  }

  /** Statistics are those of the namespace that is named, though it be a view. */
  private boolean isAboutItself(BsonArray pipeline) {
    return begins(pipeline, "$collStats") || timeseries != null && begins(pipeline, "$indexStats");
  }

  private static boolean begins(BsonArray pipeline, String stage) {
    return !pipeline.isEmpty()
        && pipeline.getFirst() instanceof BsonDocument first
        && first.containsKey(stage);
  }

  AggregateRun withSingleBatch(boolean single) {
    singleBatch = single;
    return this;
  }

  OpenCursor open() {
    Cursor documents = documents();
    OpenCursor.Traits traits =
        new OpenCursor.Traits(
            request.batchSize(), 0, singleBatch, false, false, false, collections());
    return new OpenCursor(request.namespace(), execution, documents, traits);
  }

  /**
   * The run, ready to begin.
   *
   * @param query what the collection is asked, or null where the pipeline brings its documents or
   *     there is no collection
   */
  record Ready(
      QueryScope scope,
      Pipeline pipeline,
      PipelinePrefix prefix,
      StageContext context,
      @Nullable PlanQuery query) {
    /** The first stage behind the plan where it asks only how many documents there are, or null. */
    @Nullable CountingStage counting() {
      return query != null
              && prefix.near() == null
              && !prefix.rest().stages().isEmpty()
              && prefix.rest().stages().getFirst() instanceof CountingStage stage
              && stage.isCount()
          ? stage
          : null;
    }

    /** Whether the plan answers every document of the collection. */
    boolean isWhole() {
      return query != null && prefix.filter().isEmpty() && query.hint() instanceof Hint.None;
    }
  }

  Cursor documents() {
    Ready ready = ready();
    PlanQuery query = ready.query();
    if (query == null || entry == null) {
      return ready.pipeline().open(new ListCursor(Collections.emptyIterator()), ready.context());
    }
    StoredCollection collection = execution.engine().collections().of(entry);
    Pipeline rest = ready.prefix().rest();
    CountingStage counting = ready.counting();
    if (counting == null) {
      Plan firsts = FirstsOfGroups.plan(execution, collection, query, ready.prefix());
      return firsts == null
          ? rest.open(PlanCursor.open(execution, collection, query), ready.context())
          : FirstsOfGroups.behind(rest)
              .open(PlanCursor.open(execution, collection, firsts), ready.context());
    }
    boolean isWhole = ready.isWhole();
    Cursor counted =
        new CountedCursor(counting, () -> CountRun.count(execution, collection, query, isWhole));
    return new Pipeline(rest.stages().subList(1, rest.stages().size()), rest.variables())
        .open(counted, ready.context());
  }

  /** Parses the pipeline, and does nothing else. */
  void check() {
    QueryScope scope = QueryScope.of(execution, source(), collation(), request.let());
    var _ = parsed(scope);
  }

  /** Where the documents are from, which a view is not. */
  Namespace source() {
    return view == null ? request.namespace() : view.base();
  }

  /** The collection that it reads, or null where there is none. */
  @Nullable CollectionEntry entry() {
    return entry;
  }

  private Pipeline parsed(QueryScope scope) {
    int viewStages = view == null ? 0 : view.pipeline().size();
    if (viewStages > 0) {
      HybridSearches.refuseIndexes(request.pipeline());
    }
    return execution.engine().language().pipeline(stages(), scope.options(), places(), viewStages);
  }

  /** Parses the pipeline, and finds out what of it the plan can do. */
  Ready ready() {
    Namespace base = source();
    Collation collation = collation();
    // What the stages read elsewhere is compared as it is here.
    execution.collation(collation.toBson());
    QueryScope scope = QueryScope.of(execution, base, collation, request.let());
    Pipeline parsed = parsed(scope);
    if (parsed.costlyMetadata().contains("indexKey")) {
      execution.scope().keepIndexKeys();
    }
    boolean asWritten = isAsWritten(parsed);
    Pipeline pipeline =
        asWritten
            ? parsed
            : BucketPushdown.apply(PipelineOptimizer.optimize(parsed), scope.parse());
    AggregateRules rules = new AggregateRules(execution, request, entry);
    rules.checkWriter(pipeline);
    BsonValue hintSpec =
        timeseries == null ? request.hint() : SeriesStatements.hint(timeseries, request.hint());
    Hint hint = hintSpec == null ? Hint.none() : Hint.parse(hintSpec);
    StageContext context =
        new StageContext(
            execution,
            execution.scope(),
            base,
            request.allowDiskUse(),
            request.bypassValidation(),
            null);
    PipelinePrefix prefix =
        asWritten ? PipelinePrefix.none(pipeline) : PipelinePrefix.split(pipeline);
    rules.checkSearch(pipeline, prefix, base);
    if (rules.checkSource(pipeline) || entry == null) {
      return new Ready(scope, pipeline, prefix, context, null);
    }
    boolean readsMetadata = prefix.near() != null || !parsed.costlyMetadata().isEmpty();
    PlanQuery query =
        new PlanQuery(
                prefix.near() == null
                    ? scope.filter(prefix.filter())
                    : prefix.near().filter(execution.scope()),
                prefix.sort(),
                prefix.skip(),
                prefix.limit(),
                hint,
                collation.order(),
                request.allowDiskUse())
            .reading(readsMetadata ? null : StageRules.reads(prefix.rest().stages()))
            .plain(!readsMetadata && prefix.skip() == 0);
    return new Ready(scope, pipeline, prefix, context, query);
  }

  /** Whether nobody may rewrite it; what an index alone can do is always left to the plan. */
  private boolean isAsWritten(Pipeline pipeline) {
    return execution.engine().failPoints().disablePipelineOptimization().isOn()
        && !pipeline.stages().isEmpty()
        && pipeline.stages().getFirst().traits().position() == StageTraits.Position.ANYWHERE;
  }

  private Set<StageTraits.Place> places() {
    Set<StageTraits.Place> places = EnumSet.noneOf(StageTraits.Place.class);
    Operation operation = execution.operation();
    if (operation.transaction() != null) {
      places.add(StageTraits.Place.TRANSACTION);
    }
    if (operation.common().readConcern().level() != ReadConcern.Level.LOCAL) {
      places.add(StageTraits.Place.NONLOCAL_READ);
    }
    return places;
  }

  /** The view's stages, then the command's own. */
  private BsonArray stages() {
    if (view == null) {
      return request.pipeline();
    }
    BsonArray stages = new BsonArray();
    stages.addAll(view.pipeline());
    stages.addAll(request.pipeline());
    return stages;
  }

  /** A view's collation wins, and another one is refused. */
  private Collation collation() {
    BsonDocument given = request.collation();
    if (view == null) {
      return QueryScope.resolve(entry, given);
    }
    BsonDocument own = view.collation();
    if (timeseries != null && given != null && !given.isEmpty()) {
      return Collation.parse(given);
    }
    Collation collation = own == null ? Collation.SIMPLE : Collation.parse(own);
    if (given != null
        && !given.isEmpty()
        && !Collation.parse(given).toBson().equals(collation.toBson())) {
      throw new ServerException(
          ErrorCode.OPTION_NOT_SUPPORTED_ON_VIEW,
          "Cannot override a view's default collation" + request.namespace());
    }
    return collation;
  }

  private Set<UUID> collections() {
    return entry == null ? Set.of() : Set.of(entry.uuid());
  }
}
