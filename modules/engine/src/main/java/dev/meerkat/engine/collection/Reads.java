package dev.meerkat.engine.collection;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.catalog.CatalogSnapshot;
import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.engine.catalog.CollectionUuids;
import dev.meerkat.engine.catalog.SystemViews;
import dev.meerkat.engine.changestream.ChangeStreamRun;
import dev.meerkat.engine.cursor.Execution;
import dev.meerkat.engine.cursor.OpenCursor;
import dev.meerkat.engine.plan.PlanShape;
import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Filter;
import java.util.List;
import java.util.function.Function;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Reading: find, aggregate, count and distinct, of collections and views. Threads: safe.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/tutorial/query-documents/">Query documents</a>
 */
public final class Reads {
  /** Begins a find; the cursor must be closed or handed to the registry. */
  public OpenCursor find(Operation operation, FindRequest request) {
    operation.namespace(request.namespace());
    operation.admitQuery();
    Execution execution = new Execution(operation);
    try {
      return new FindRun(execution, request).open();
    } catch (RuntimeException e) {
      execution.close();
      throw e;
    }
  }

  /** Begins an aggregation; the cursor must be closed or handed to the registry. */
  public OpenCursor aggregate(Operation operation, AggregateRequest request) {
    operation.namespace(request.namespace());
    operation.admitQuery();
    Execution execution = new Execution(operation);
    try {
      return ChangeStreamRun.isStream(request.pipeline())
          ? new ChangeStreamRun(execution, request).open()
          : new AggregateRun(execution, request).open();
    } catch (RuntimeException e) {
      execution.close();
      throw e;
    }
  }

  /** Counts documents; from the collection's own number where there is no filter. */
  public long count(Operation operation, CountRequest request) {
    operation.namespace(request.namespace());
    CatalogSnapshot catalog = operation.collections();
    CollectionUuids.check(catalog, request.namespace(), request.collectionUuid());
    CollectionEntry entry = SystemViews.readable(catalog, request.namespace());
    if (entry != null && entry.isView()) {
      return countView(operation, request);
    }
    try (Execution execution = new Execution(operation)) {
      return new CountRun(execution, request).count();
    }
  }

  private long countView(Operation operation, CountRequest request) {
    try (OpenCursor cursor = aggregate(operation, aggregation(request))) {
      DocumentView counted = cursor.first();
      BsonValue count = counted == null ? null : counted.get("count");
      return count == null ? 0 : count.asNumber().longValue();
    }
  }

  /** The aggregation of whose documents the values of a view are. */
  static AggregateRequest aggregation(DistinctRequest request) {
    BsonArray pipeline = new BsonArray(List.of(new BsonDocument("$match", request.query())));
    return AggregateRequest.of(request.namespace(), pipeline, request.hint(), request.collation());
  }

  /** The aggregation that counts what a view shows. */
  static AggregateRequest aggregation(CountRequest request) {
    BsonArray pipeline = new BsonArray();
    pipeline.add(new BsonDocument("$match", request.query()));
    if (request.skip() > 0) {
      pipeline.add(new BsonDocument("$skip", new BsonInt64(request.skip())));
    }
    if (request.limit() > 0) {
      pipeline.add(new BsonDocument("$limit", new BsonInt64(request.limit())));
    }
    pipeline.add(new BsonDocument("$count", new BsonString("count")));
    return AggregateRequest.of(request.namespace(), pipeline, request.hint(), request.collation());
  }

  /** The different values of a path, in no order. */
  public BsonArray distinct(Operation operation, DistinctRequest request) {
    operation.namespace(request.namespace());
    operation.admitQuery();
    CatalogSnapshot catalog = operation.collections();
    CollectionUuids.check(catalog, request.namespace(), request.collectionUuid());
    CollectionEntry entry = SystemViews.readable(catalog, request.namespace());
    try (Execution execution = new Execution(operation)) {
      DistinctRun run = new DistinctRun(execution, request);
      if (entry != null && entry.isView()) {
        try (OpenCursor cursor = aggregate(operation, aggregation(request))) {
          return run.of(cursor.documents());
        }
      }
      try (Cursor documents = run.documents()) {
        return run.of(documents);
      }
    }
  }

  /** How a find would be answered, in the words of explain. */
  public BsonDocument explain(Operation operation, FindRequest request, String verbosity) {
    return explain(operation, request.namespace(), verbosity, run -> run.find(request));
  }

  /** The same of an aggregation. */
  public BsonDocument explain(Operation operation, AggregateRequest request, String verbosity) {
    return explain(operation, request.namespace(), verbosity, run -> run.aggregate(request));
  }

  /** The same of a count. */
  public BsonDocument explain(Operation operation, CountRequest request, String verbosity) {
    return explain(operation, request.namespace(), verbosity, run -> run.count(request));
  }

  /** The same of a distinct. */
  public BsonDocument explain(Operation operation, DistinctRequest request, String verbosity) {
    return explain(operation, request.namespace(), verbosity, run -> run.distinct(request));
  }

  /** How one statement of a delete would be done; nothing is deleted. */
  public BsonDocument explain(
      Operation operation, DeleteRequest request, DeleteStatement statement, String verbosity) {
    return explain(
        operation, request.namespace(), verbosity, run -> run.writes().delete(request, statement));
  }

  /** How one statement of an update would be done; nothing is changed. */
  public BsonDocument explain(
      Operation operation, UpdateRequest request, UpdateStatement statement, String verbosity) {
    return explain(
        operation, request.namespace(), verbosity, run -> run.writes().update(request, statement));
  }

  /** The same of findAndModify. */
  public BsonDocument explain(Operation operation, FindAndModifyRequest request, String verbosity) {
    return explain(
        operation, request.namespace(), verbosity, run -> run.writes().findAndModify(request));
  }

  private static BsonDocument explain(
      Operation operation,
      Namespace namespace,
      String verbosity,
      Function<ExplainRun, BsonDocument> asked) {
    operation.namespace(namespace);
    operation.admitQuery();
    try (Execution execution = new Execution(operation)) {
      return asked.apply(new ExplainRun(execution, verbosity));
    }
  }

  /**
   * What a query has in common with those that differ from it in their values alone.
   *
   * @throws ServerException what is wrong with it
   */
  public PlanShape shape(Operation operation, FindRequest request) {
    try (Execution execution = new Execution(operation)) {
      CollectionEntry entry = execution.view().catalog().find(request.namespace());
      QueryScope scope =
          QueryScope.of(execution, request.namespace(), entry, request.collation(), request.let());
      FindRun run = new FindRun(execution, request);
      Filter filter = scope.filter(request.filter());
      // A shape holds the projection as it is written, which must be one all the same.
      var _ = run.projection(scope, filter);
      return PlanShape.of(run.query(scope, filter));
    }
  }

  /**
   * Parses a query that is not to run.
   *
   * @throws ServerException what is wrong with it
   */
  public void check(Operation operation, AggregateRequest request) {
    try (Execution execution = new Execution(operation)) {
      new AggregateRun(execution, request).check();
    }
  }

  /** As {@link #check(Operation, AggregateRequest)}. */
  public void check(Operation operation, DistinctRequest request) {
    try (Execution execution = new Execution(operation)) {
      var _ = new DistinctRun(execution, request).asked();
    }
  }

  /** Fails where a collection is a view. */
  static void refuseView(@Nullable CollectionEntry entry) {
    if (entry != null && entry.isView()) {
      throw new ServerException(
          ErrorCode.COMMAND_NOT_SUPPORTED_ON_VIEW,
          "Namespace " + entry.namespace().fullName() + " is a view, not a collection");
    }
  }

  /** Null as a value for what is absent. */
  static BsonValue orNull(@Nullable BsonValue value) {
    return value == null ? BsonNull.VALUE : value;
  }
}
