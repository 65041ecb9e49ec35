package dev.meerkat.engine.collection;

import dev.meerkat.engine.catalog.CatalogSnapshot;
import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.engine.catalog.CollectionUuids;
import dev.meerkat.engine.catalog.SystemViews;
import dev.meerkat.engine.cursor.Execution;
import dev.meerkat.engine.cursor.ListCursor;
import dev.meerkat.engine.cursor.OpenCursor;
import dev.meerkat.engine.plan.Hint;
import dev.meerkat.engine.plan.KeyLimits;
import dev.meerkat.engine.plan.PlanQuery;
import dev.meerkat.engine.querysettings.QuerySetting;
import dev.meerkat.query.FieldsRead;
import dev.meerkat.query.projection.Projection;
import dev.meerkat.query.sort.SortPattern;
import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Filter;
import java.util.Collections;
import java.util.Set;
import java.util.UUID;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** One find, from its request to its cursor. Threads: confined to one operation. */
final class FindRun {
  private final Execution execution;
  private final FindRequest request;
  private final @Nullable CollectionEntry entry;

  FindRun(Execution execution, FindRequest request) {
    this.execution = execution;
    this.request = request;
    CatalogSnapshot catalog = execution.view().catalog();
    CollectionUuids.check(catalog, request.namespace(), request.options().collectionUuid());
    this.entry = SystemViews.readable(catalog, request.namespace());
  }

  OpenCursor open() {
    if (entry != null && entry.isView()) {
      return new AggregateRun(execution, viewAggregation())
          .withSingleBatch(request.singleBatch())
          .open();
    }
    return new OpenCursor(request.namespace(), execution, collectionCursor(null), traits());
  }

  /**
   * The documents alone, within an execution that somebody else closes.
   *
   * @param paths all that is read of them, or null where that may be all
   */
  Cursor cursor(@Nullable Set<String> paths) {
    return entry != null && entry.isView()
        ? new AggregateRun(execution, viewAggregation()).documents()
        : collectionCursor(paths);
  }

  private Cursor collectionCursor(@Nullable Set<String> paths) {
    QueryScope first =
        QueryScope.of(execution, request.namespace(), entry, request.collation(), request.let());
    Filter filter = first.filter(request.filter());
    QueryScope scope = first.after(filter);
    Projection projection = projection(scope, filter);
    PlanQuery query =
        query(scope, filter).reading(projection == null ? paths : reads(scope, projection));
    if (scope.parse().metadataAskedFor().contains("indexKey")) {
      scope.values().keepIndexKeys();
    }
    Cursor source = documents(scope, query);
    if (request.options().returnKey()) {
      // Index keys stand alone: neither a projection nor the record's id is applied to them.
      return source;
    }
    Cursor documents =
        projection == null ? source : new ProjectedCursor(source, projection, scope.values());
    return request.options().showRecordId() && source instanceof PlanCursor plan
        ? new RecordIdCursor(documents, plan)
        : documents;
  }

  /** The plan's question, checked even where there is no collection to ask. */
  PlanQuery query(QueryScope scope, Filter filter) {
    TextRules.require(entry, filter.predicate());
    FindRequest.Options options = request.options();
    KeyLimits limits = KeyLimits.of(options.min(), options.max());
    BsonDocument sortSpec = request.sort();
    BsonValue hintSpec = request.hint();
    Hint hint = hintSpec == null ? Hint.none() : Hint.parse(hintSpec);
    SortPattern sort = null;
    if (sortSpec != null && !sortSpec.isEmpty()) {
      Hint natural = naturalOrder(sortSpec);
      if (natural == null) {
        sort = SortPattern.parse(sortSpec, scope.parse());
      } else {
        hint = hint instanceof Hint.None ? natural : hint;
      }
    }
    return new PlanQuery(
        filter,
        sort,
        request.skip(),
        request.limit(),
        hint,
        scope.collation().order(),
        request.allowDiskUse(),
        limits,
        options.returnKey(),
        request.projection(),
        null,
        isPlain() && scope.parse().metadataAskedFor().isEmpty());
  }

  /** Whether nothing is asked for that MongoDB needs a planner for. */
  private boolean isPlain() {
    FindRequest.Options options = request.options();
    BsonDocument projection = request.projection();
    QuerySetting setting = execution.operation().querySetting();
    boolean isFree = setting == null || !setting.settings().containsKey("queryFramework");
    return isFree
        && request.batchSize() < 0
        && request.skip() == 0
        && !options.returnKey()
        && !options.showRecordId()
        && !options.tailable()
        && options.min() == null
        && options.max() == null
        && (projection == null || Projection.isSimple(projection));
  }

  private static @Nullable Hint naturalOrder(BsonDocument sort) {
    if (!sort.containsKey("$natural")) {
      return null;
    }
    if (sort.size() != 1) {
      throw new ServerException(
          ErrorCode.BAD_VALUE, "$natural sort cannot be set to a value other than -1 or 1.");
    }
    return Hint.parse(sort);
  }

  /** The paths that are answered, or null where it is whole documents, or what is beside them. */
  static @Nullable Set<String> reads(QueryScope scope, @Nullable Projection projection) {
    if (projection == null
        || projection.needsDocument()
        || !scope.parse().metadataAskedFor().isEmpty()) {
      return null;
    }
    FieldsRead fields = new FieldsRead();
    projection.dependencies(fields);
    return fields.paths();
  }

  @Nullable Projection projection(QueryScope scope, Filter filter) {
    BsonDocument spec = request.projection();
    if (spec == null || spec.isEmpty()) {
      return null;
    }
    Projection projection = Projection.parse(spec, filter, scope.parse());
    return projection.isIdentity() ? null : projection;
  }

  private Cursor documents(QueryScope scope, PlanQuery query) {
    FindRequest.Options options = request.options();
    if (options.tailable() && (entry == null || !entry.options().capped())) {
      if (entry == null) {
        return new ListCursor(Collections.emptyIterator());
      }
      throw new ServerException(
          ErrorCode.BAD_VALUE,
          "error processing query: ns="
              + request.namespace()
              + " tailable cursor requested on non capped collection");
    }
    if (entry == null) {
      return new ListCursor(Collections.emptyIterator());
    }
    StoredCollection collection = scope.execution().engine().collections().of(entry);
    if (options.tailable()) {
      return new TailCursor(execution, collection, query.filter(), request.skip(), request.limit());
    }
    return PlanCursor.open(execution, collection, query);
  }

  private OpenCursor.Traits traits() {
    FindRequest.Options options = request.options();
    boolean exists = entry != null;
    return new OpenCursor.Traits(
        request.batchSize(),
        // A tailable cursor counts by itself: it does not end with its last document.
        options.tailable() && exists ? 0 : request.limit(),
        request.singleBatch(),
        options.tailable() && exists,
        options.awaitData() && exists,
        options.noCursorTimeout(),
        collections());
  }

  private Set<UUID> collections() {
    return entry == null ? Set.of() : Set.of(entry.uuid());
  }

  /** A find on a view is an aggregation with the same meaning. */
  AggregateRequest viewAggregation() {
    BsonArray pipeline = new BsonArray();
    if (!request.filter().isEmpty()) {
      pipeline.add(new BsonDocument("$match", request.filter()));
    }
    BsonDocument sort = request.sort();
    if (sort != null && !sort.isEmpty() && !sort.containsKey("$natural")) {
      pipeline.add(new BsonDocument("$sort", sort));
    }
    if (request.skip() > 0) {
      pipeline.add(new BsonDocument("$skip", new BsonInt64(request.skip())));
    }
    if (request.limit() > 0) {
      pipeline.add(new BsonDocument("$limit", new BsonInt64(request.limit())));
    }
    BsonDocument projection = request.projection();
    if (projection != null && !projection.isEmpty()) {
      pipeline.add(new BsonDocument("$project", projection));
    }
    refuseOnView(request);
    return new AggregateRequest(
        request.namespace(),
        pipeline,
        request.hint(),
        request.batchSize(),
        request.collation(),
        request.let(),
        request.allowDiskUse(),
        false,
        request.options().collectionUuid());
  }

  private static void refuseOnView(FindRequest request) {
    FindRequest.Options options = request.options();
    String refused = null;
    if (options.min() != null) {
      refused = "min";
    } else if (options.max() != null) {
      refused = "max";
    } else if (options.returnKey()) {
      refused = "returnKey";
    } else if (options.showRecordId()) {
      refused = "showRecordId";
    } else if (options.tailable()) {
      refused = "tailable";
    }
    if (refused != null) {
      throw new ServerException(
          ErrorCode.INVALID_PIPELINE_OPERATOR,
          "Option " + refused + " not supported in aggregation.");
    }
  }
}
