package dev.meerkat.engine.collection;

import dev.meerkat.engine.Engine;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.Turn;
import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.query.update.Update;
import dev.meerkat.query.update.UpdateContext;
import dev.meerkat.query.update.UpdateOptions;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * One update statement at work. Threads: confined to one operation.
 *
 * @param <R> what it comes to where it changes or inserts one document
 */
final class UpdateRun<R> implements AutoCloseable {
  /** How often an upsert searches again that lost a race for a unique key. */
  private static final int UPSERT_ATTEMPTS = 10;

  private final Engine engine;
  private final Operation operation;
  private final Spec spec;
  private final Recorder<R> recorder;
  private final Statement statement;
  private final Update update;

  /**
   * What update statements and findAndModify have in common.
   *
   * @param sort which of several matching documents is meant, or null
   * @param isOfOplog whether {@code u} is what an oplog entry says of an update
   * @param weight how many documents one that is stored stands for, or null where it is itself
   */
  record Spec(
      Namespace namespace,
      BsonDocument q,
      BsonValue u,
      @Nullable BsonArray arrayFilters,
      boolean multi,
      boolean upsert,
      @Nullable BsonValue hint,
      @Nullable BsonDocument collation,
      @Nullable BsonDocument let,
      @Nullable BsonDocument sort,
      boolean bypassValidation,
      boolean keepEmptyTimestamps,
      boolean isOfOplog,
      @Nullable ToIntFunction<DocumentView> weight) {

    static Spec of(UpdateRequest request, UpdateStatement statement) {
      return new Spec(
          request.namespace(),
          statement.q(),
          statement.u(),
          statement.arrayFilters(),
          statement.multi(),
          statement.upsert(),
          statement.hint(),
          statement.collation(),
          variables(request.let(), statement),
          statement.sort(),
          request.bypassValidation(),
          request.keepEmptyTimestamps(),
          statement.isOfOplog(),
          null);
    }

    /** The command's variables and the statement's constants. */
    private static @Nullable BsonDocument variables(
        @Nullable BsonDocument let, UpdateStatement statement) {
      BsonDocument constants = statement.c();
      if (constants == null) {
        return let;
      }
      if (!statement.u().isArray()) {
        throw new ServerException(
            ErrorCode.location(51198),
            "Constant values may only be specified for pipeline updates");
      }
      BsonDocument all = new BsonDocument();
      if (let != null) {
        all.putAll(let);
      }
      constants.forEach((name, value) -> all.put(name, new BsonDocument("$literal", value)));
      return all;
    }
  }

  /** Told in the turn what the statement comes to, so that both are committed together. */
  interface Recorder<R> {
    /** Called before the statement changes anything. */
    void begin(Turn turn);

    /**
     * Records what becomes of one document, and answers what that is to whoever has asked.
     *
     * @param before null where the document was inserted
     * @param after valid until it is recorded: it may stand in the turn's buffer
     */
    R record(Turn turn, @Nullable DocumentView before, DocumentView after, UpdateOutcome outcome);
  }

  UpdateRun(Operation operation, Spec spec, Recorder<R> recorder) {
    this.engine = operation.engine();
    this.operation = operation;
    this.spec = spec;
    this.recorder = recorder;
    if (spec.multi() && spec.sort() != null && !spec.sort().isEmpty()) {
      throw new ServerException(ErrorCode.FAILED_TO_PARSE, "Cannot specify sort with multi=true");
    }
    this.statement =
        new Statement(
            operation,
            spec.namespace(),
            spec.q(),
            spec.hint(),
            spec.collation(),
            spec.let(),
            spec.sort());
    UpdateOptions options = new UpdateOptions(statement.filter(), arrayFilters(spec), spec.multi());
    this.update =
        spec.isOfOplog()
            ? Update.parseOplogEntry(spec.u().asDocument(), options)
            : Update.parse(spec.u(), options, statement.scope().parse());
  }

  private UpdateContext context(Turn turn) {
    return new UpdateContext(operation, statement.values(), turn.documentBuilder());
  }

  /** For what is found out besides turns. */
  private UpdateContext context(int bytes) {
    return new UpdateContext(operation, statement.values(), new DocumentBuilder(bytes));
  }

  Statement statement() {
    return statement;
  }

  /** Changes all documents that match. */
  @SuppressWarnings("ReferenceEquality") // an unchanged document is the same object
  Counts modifyAll(BatchDurability durability, boolean isLast) {
    return statement.changeAll(
        durability,
        isLast,
        (turn, writer, recordId, before) -> {
          DocumentView after =
              change(writer, recordId, before, update, context(turn), spec.bypassValidation());
          return weighed(before, after != before);
        });
  }

  private Counts weighed(DocumentView document, boolean isChanged) {
    ToIntFunction<DocumentView> weight = spec.weight();
    if (weight == null) {
      return isChanged ? Counts.CHANGED : Counts.FOUND;
    }
    int documents = weight.applyAsInt(document);
    return new Counts(documents, isChanged ? documents : 0, null);
  }

  /** Changes one document, or inserts one; null where none matches and none is to be inserted. */
  @Nullable R modifyOne(BatchDurability durability, boolean isLast) {
    for (int attempt = 1; ; attempt++) {
      R modified = statement.changeOne(durability.of(isLast), this::modify);
      if (modified != null || !spec.upsert()) {
        return modified;
      }
      DocumentView document = insertable();
      try {
        return operation.write(durability.of(isLast), turn -> upsert(turn, document));
      } catch (ServerException e) {
        // Another writer may have inserted the document just now; then it can be updated.
        if (!e.code().equals(ErrorCode.DUPLICATE_KEY) || attempt == UPSERT_ATTEMPTS || !exists()) {
          throw e;
        }
      }
    }
  }

  private R modify(Turn turn, CollectionWriter writer, long recordId, DocumentView before) {
    return modify(
        turn, writer, recordId, before, update, context(turn), spec.bypassValidation(), recorder);
  }

  /** Changes one document, which matches, and has recorded what that comes to. */
  @SuppressWarnings("ReferenceEquality") // an unchanged document is the same object
  static <R> R modify(
      Turn turn,
      CollectionWriter writer,
      long recordId,
      DocumentView before,
      Update update,
      UpdateContext context,
      boolean bypassValidation,
      Recorder<R> recorder) {
    recorder.begin(turn);
    DocumentView after = change(writer, recordId, before, update, context, bypassValidation);
    turn.timestamp();
    UpdateOutcome outcome = after == before ? UpdateOutcome.UNCHANGED : UpdateOutcome.CHANGED;
    return recorder.record(turn, before, after, outcome);
  }

  /** Applies the update to a record; answers the same document where nothing changes. */
  @SuppressWarnings("ReferenceEquality") // an unchanged document is the same object
  private static DocumentView change(
      CollectionWriter writer,
      long recordId,
      DocumentView before,
      Update update,
      UpdateContext context,
      boolean bypassValidation) {
    DocumentView after = update.apply(before, context);
    if (after == before) {
      return before;
    }
    DocumentView ready = StoredForm.forUpdate(after);
    Validator validator = writer.collection().validator();
    if (validator != null && !bypassValidation) {
      validator.checkUpdate(before, ready, context.scope());
    }
    DuplicateKey duplicate = writer.update(recordId, before, ready, update.shape());
    if (duplicate != null) {
      throw duplicate.toException(writer.collection().namespace());
    }
    return ready;
  }

  /** What the update would come to for a document that matches. */
  @SuppressWarnings("ReferenceEquality") // an unchanged document is the same object
  Counts wouldChange(DocumentView before) {
    DocumentView after = update.apply(before, context(before.length() + 64));
    return weighed(before, after != before);
  }

  private DocumentView insertable() {
    return StoredForm.forInsert(
        update.upsert(context(256)), engine.seeds(), spec.keepEmptyTimestamps(), engine.clock());
  }

  private R upsert(Turn turn, DocumentView document) {
    CollectionEntry entry = turn.catalog().find(spec.namespace());
    if (entry == null) {
      entry = engine.catalog().createImplicitly(turn, spec.namespace());
    }
    Reads.refuseView(entry);
    StoredCollection collection = engine.collections().of(entry);
    Validator validator = collection.validator();
    if (validator != null && !spec.bypassValidation()) {
      validator.checkInsert(document, statement.values());
    }
    recorder.begin(turn);
    DuplicateKey duplicate = new CollectionWriter(engine, turn, collection).insert(document);
    if (duplicate != null) {
      throw duplicate.toException(spec.namespace());
    }
    turn.timestamp();
    return recorder.record(turn, null, document, new UpdateOutcome(0, 0, document.get("_id")));
  }

  /** Whether a document matches by now. */
  private boolean exists() {
    PlanCursor cursor = statement.candidates();
    if (cursor == null) {
      return false;
    }
    try (cursor) {
      return cursor.advance();
    }
  }

  private static List<BsonDocument> arrayFilters(Spec spec) {
    BsonArray filters = spec.arrayFilters();
    if (filters == null) {
      return List.of();
    }
    List<BsonDocument> documents = new ArrayList<>();
    filters.forEach(filter -> documents.add(filter.asDocument()));
    return documents;
  }

  @Override
  public void close() {
    statement.close();
  }
}
