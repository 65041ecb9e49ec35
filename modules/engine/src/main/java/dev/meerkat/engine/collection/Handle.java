package dev.meerkat.engine.collection;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.engine.catalog.IndexEntry;
import dev.meerkat.engine.cursor.Execution;
import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.query.PreparedFind;
import dev.meerkat.spi.query.PreparingHandle;
import dev.meerkat.values.Collation;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** One collection or view as stages and plugins see it. Threads: confined to one operation. */
final class Handle implements PreparingHandle {
  private final OperationContext context;
  private final CollectionEntry entry;

  Handle(OperationContext context, CollectionEntry entry) {
    this.context = context;
    this.entry = entry;
  }

  @Override
  public Namespace namespace() {
    return entry.namespace();
  }

  @Override
  public boolean isView() {
    return entry.isView();
  }

  @Override
  public Cursor find(BsonDocument filter, BsonDocument options) {
    FindRequest request = request(filter, options);
    return run(execution -> new FindRun(execution, request).cursor(null));
  }

  @Override
  public Cursor find(BsonDocument filter, BsonDocument options, Set<String> paths) {
    FindRequest request = request(filter, options);
    return run(execution -> new FindRun(execution, request).cursor(paths));
  }

  @Override
  public PreparedFind prepare(
      BsonDocument filter, BsonDocument options, @Nullable Set<String> paths) {
    FindRequest request = request(filter, options);
    return context instanceof Execution running
        ? new RepeatedFind(running, request, paths)
        : more -> run(execution -> new RepeatedFind(execution, request, paths).open(more));
  }

  private FindRequest request(BsonDocument filter, BsonDocument options) {
    return new FindRequest(
        namespace(),
        filter,
        document(options, "sort"),
        document(options, "projection"),
        options.get("hint"),
        number(options, "skip"),
        number(options, "limit"),
        -1,
        false,
        collation(options),
        document(options, "let"),
        true,
        FindRequest.Options.NONE);
  }

  @Override
  public boolean isIndexed(String path) {
    for (IndexEntry index : entry.indexes()) {
      BsonDocument spec = index.spec();
      BsonValue first = index.keyPattern().get(path);
      if (index.ready()
          && first != null
          && (first.isNumber() || first.equals(new BsonString("hashed")))
          && index.keyPattern().getFirstKey().equals(path)
          && !flag(spec, "sparse")
          && !flag(spec, "hidden")
          && !spec.containsKey("partialFilterExpression")
          && Objects.equals(document(spec, "collation"), collationInForce())) {
        return true;
      }
    }
    return path.equals("_id");
  }

  /** The collation of reads here; null where it is the simple one. */
  private @Nullable BsonDocument collationInForce() {
    BsonDocument collation = collation(new BsonDocument());
    return collation == null || Collation.parse(collation).isSimple() ? null : collation;
  }

  @Override
  public Cursor aggregate(BsonArray pipeline, BsonDocument options) {
    AggregateRequest request =
        new AggregateRequest(
            namespace(),
            pipeline,
            options.get("hint"),
            -1,
            collation(options),
            document(options, "let"),
            true,
            false,
            null);
    return run(execution -> new AggregateRun(execution, request).documents());
  }

  @Override
  public void insert(DocumentView document) {
    Operation operation = Operation.of(context);
    InsertRequest request =
        new InsertRequest(namespace(), List.of(document), true, new int[0], null, false, false);
    throwFirst(operation.engine().writes().insertPlain(operation, request));
  }

  @Override
  public long update(BsonDocument filter, BsonValue update, BsonDocument options) {
    Operation operation = Operation.of(context);
    UpdateStatement statement =
        new UpdateStatement(
            filter,
            update,
            document(options, "c"),
            flag(options, "multi"),
            flag(options, "upsert"),
            options.isArray("arrayFilters") ? options.getArray("arrayFilters") : null,
            options.get("hint"),
            document(options, "collation"),
            document(options, "sort"));
    UpdateRequest request =
        new UpdateRequest(
            namespace(),
            List.of(statement),
            true,
            document(options, "let"),
            new int[0],
            null,
            flag(options, "bypassDocumentValidation"),
            false);
    BatchOutcome outcome = operation.engine().writes().updatePlain(operation, request);
    throwFirst(outcome);
    return outcome.n() - outcome.upserted().size();
  }

  @Override
  public long delete(BsonDocument filter, int limit) {
    Operation operation = Operation.of(context);
    DeleteRequest request =
        new DeleteRequest(
            namespace(),
            List.of(new DeleteStatement(filter, limit == 1, null, null)),
            true,
            null,
            new int[0],
            null);
    BatchOutcome outcome = operation.engine().writes().deletePlain(operation, request);
    throwFirst(outcome);
    return outcome.n();
  }

  /** Opens a cursor in the running query, or else in one of its own that ends with the cursor. */
  private Cursor run(Function<Execution, Cursor> open) {
    if (context instanceof Execution running) {
      return open.apply(running);
    }
    Execution own = new Execution(Operation.of(context));
    try {
      return new OwningCursor(open.apply(own), own);
    } catch (RuntimeException e) {
      own.close();
      throw e;
    }
  }

  private record OwningCursor(Cursor input, Execution owned) implements Cursor {
    @Override
    public boolean advance() {
      return input.advance();
    }

    @Override
    public DocumentView current() {
      return input.current();
    }

    @Override
    public void close() {
      try {
        input.close();
      } finally {
        owned.close();
      }
    }
  }

  private @Nullable BsonDocument collation(BsonDocument options) {
    BsonDocument own = document(options, "collation");
    return own == null && context instanceof Execution running ? running.collation() : own;
  }

  private static void throwFirst(BatchOutcome outcome) {
    if (!outcome.errors().isEmpty()) {
      throw outcome.errors().getFirst().toException();
    }
  }

  private static @Nullable BsonDocument document(BsonDocument options, String name) {
    return options.isDocument(name) ? options.getDocument(name) : null;
  }

  private static long number(BsonDocument options, String name) {
    return options.isNumber(name) ? options.getNumber(name).longValue() : 0;
  }

  private static boolean flag(BsonDocument options, String name) {
    return options.isBoolean(name) && options.getBoolean(name).getValue();
  }
}
