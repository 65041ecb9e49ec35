package dev.meerkat.engine.collection;

import dev.meerkat.engine.Engine;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.Turn;
import dev.meerkat.engine.session.RetryableWrites;
import dev.meerkat.engine.timeseries.TimeseriesOptions;
import dev.meerkat.query.projection.Projection;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ServerException;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** The findAndModify command at work. Threads: confined to one operation. */
final class FindAndModifyRun {
  private static final byte[] N = BsonBytes.nameBytes("n");
  private static final byte[] UPDATED_EXISTING = BsonBytes.nameBytes("updatedExisting");
  private static final byte[] VALUE = BsonBytes.nameBytes("value");

  private final Engine engine;
  private final Operation operation;
  private final FindAndModifyRequest request;
  private final @Nullable RetryableWrites retries;
  private final BatchDurability durability;

  FindAndModifyRun(
      Engine engine,
      Operation operation,
      FindAndModifyRequest request,
      @Nullable RetryableWrites retries) {
    this.engine = engine;
    this.operation = operation;
    this.request = request;
    this.retries = retries;
    this.durability = BatchDurability.of(operation);
  }

  FindAndModifyOutcome run() {
    FindAndModifyOutcome outcome = findOrRepeat();
    durability.finish();
    return outcome;
  }

  private FindAndModifyOutcome findOrRepeat() {
    DocumentView earlier = retries == null ? null : retries.result(statementId());
    if (earlier != null) {
      engine.transactionCounts().retried(1);
      return parse(earlier);
    }
    TimeseriesOptions timeseries = Writes.timeseries(operation, request.namespace());
    if (timeseries != null) {
      return removeMeasurement(timeseries);
    }
    PointUpdate point = request.point();
    FindAndModifyOutcome outcome = point == null ? null : modify(point);
    if (outcome != null) {
      return outcome;
    }
    PointId removal = request.removal();
    if (removal != null && PointId.isAnswered(operation, request.namespace())) {
      return remove(removal);
    }
    BsonValue update = request.update();
    return update == null ? remove() : modify(update);
  }

  private int statementId() {
    return Math.max(0, request.statementId());
  }

  /** What finds the document; it must be closed. */
  static Statement statement(Operation operation, FindAndModifyRequest request) {
    return new Statement(
        operation,
        request.namespace(),
        request.query(),
        request.hint(),
        request.collation(),
        request.let(),
        request.sort());
  }

  private FindAndModifyOutcome remove() {
    try (Statement statement = statement(operation, request)) {
      Projection projection = projection(request, statement);
      FindAndModifyOutcome outcome =
          statement.changeOne(
              durability.of(true),
              (turn, writer, recordId, document) ->
                  remove(
                      turn, writer, recordId, document, project(statement, projection, document)));
      return outcome == null ? FindAndModifyOutcome.NONE : outcome;
    }
  }

  /** The short way of a removal by {@code _id}: without a filter and a plan. */
  private FindAndModifyOutcome remove(PointId id) {
    FindAndModifyOutcome outcome =
        operation.<@Nullable FindAndModifyOutcome>write(
            durability.of(true),
            turn ->
                id.change(
                    operation,
                    turn,
                    request.namespace(),
                    (same, writer, recordId, document) ->
                        remove(same, writer, recordId, document, document.retain())));
    return outcome == null ? FindAndModifyOutcome.NONE : outcome;
  }

  private FindAndModifyOutcome remove(
      Turn turn,
      CollectionWriter writer,
      long recordId,
      DocumentView document,
      DocumentView answer) {
    begin(turn);
    writer.delete(recordId, document);
    turn.timestamp();
    return record(turn, new FindAndModifyOutcome(answer, 1, false, null, false));
  }

  /**
   * What finds the measurement to be removed.
   *
   * @throws ServerException 72 for what is no removal of any that matches
   */
  static TimeseriesDelete removal(
      Operation operation, FindAndModifyRequest request, TimeseriesOptions timeseries) {
    if (!request.isRemove()) {
      throw TimeseriesUpdate.refused(
          "Cannot perform a findAndModify update on a time-series collection");
    }
    if (request.sort() != null && !request.sort().isEmpty()) {
      throw TimeseriesUpdate.refused(
          "Cannot perform a findAndModify with sort on a time-series collection");
    }
    return new TimeseriesDelete(
        operation,
        request.namespace(),
        timeseries,
        request.query(),
        request.hint(),
        request.collation(),
        request.let());
  }

  private FindAndModifyOutcome removeMeasurement(TimeseriesOptions timeseries) {
    try (TimeseriesDelete delete = removal(operation, request, timeseries)) {
      Projection projection = projection(request, delete.statement());
      FindAndModifyOutcome outcome =
          delete.removeOne(
              durability.of(true),
              (turn, measurement) -> {
                begin(turn);
                DocumentView answer = project(delete.statement(), projection, measurement);
                return record(turn, new FindAndModifyOutcome(answer, 1, false, null, false));
              });
      return outcome == null ? FindAndModifyOutcome.NONE : outcome;
    }
  }

  /** The short way of an update by {@code _id}; null where the long one is to be taken. */
  private @Nullable FindAndModifyOutcome modify(PointUpdate point) {
    Shown shown = new Shown();
    PointUpdateRun run =
        PointUpdateRun.of(operation, request.namespace(), point, request.bypassValidation(), shown);
    return run == null ? null : outcome(shown, run.run(durability.of(true)));
  }

  /** What is shown; of an earlier run of the work where the last has found nothing, so not then. */
  private static FindAndModifyOutcome outcome(Shown shown, UpdateRun.@Nullable Modified modified) {
    return modified == null ? FindAndModifyOutcome.NONE : shown.outcome;
  }

  private FindAndModifyOutcome modify(BsonValue update) {
    UpdateRun.Spec spec = spec(request, update);
    Shown shown = new Shown();
    try (UpdateRun run = new UpdateRun(engine, operation, spec, shown)) {
      shown.projection = projection(request, run.statement());
      shown.statement = run.statement();
      return outcome(shown, run.modifyOne(durability, true));
    }
  }

  static UpdateRun.Spec spec(FindAndModifyRequest request, BsonValue update) {
    return new UpdateRun.Spec(
        request.namespace(),
        request.query(),
        update,
        request.arrayFilters(),
        false,
        request.upsert(),
        request.hint(),
        request.collation(),
        request.let(),
        request.sort(),
        request.bypassValidation(),
        request.keepEmptyTimestamps(),
        false,
        null);
  }

  /** What the client is shown of a change. */
  private final class Shown implements UpdateRun.Recorder {
    /** What the projection is applied for; null where there is none. */
    private @Nullable Statement statement;

    private @Nullable Projection projection;

    /** What the last run of the work has come to. */
    private FindAndModifyOutcome outcome = FindAndModifyOutcome.NONE;

    @Override
    public void begin(Turn turn) {
      FindAndModifyRun.this.begin(turn);
    }

    @Override
    public void record(Turn turn, UpdateRun.Modified modified) {
      outcome = FindAndModifyRun.this.record(turn, outcome(modified));
    }

    private FindAndModifyOutcome outcome(UpdateRun.Modified modified) {
      DocumentView document = request.returnNew() ? modified.after() : modified.before();
      DocumentView value = document == null ? null : shown(document);
      BsonValue upserted = modified.outcome().upsertedId();
      return new FindAndModifyOutcome(value, 1, upserted == null, upserted, false);
    }

    private DocumentView shown(DocumentView document) {
      Statement running = statement;
      return running == null ? document.retain() : project(running, projection, document);
    }
  }

  /** What the client is shown of the document; null where that is all of it. */
  static @Nullable Projection projection(FindAndModifyRequest request, Statement statement) {
    BsonDocument fields = request.fields();
    if (fields == null || fields.isEmpty()) {
      return null;
    }
    Projection projection = Projection.parse(fields, statement.filter(), statement.scope().parse());
    return projection.isIdentity() ? null : projection;
  }

  private static DocumentView project(
      Statement statement, @Nullable Projection projection, DocumentView document) {
    if (projection == null) {
      return document.retain();
    }
    DocumentBuilder builder = new DocumentBuilder(document.length());
    projection.apply(document, statement.values(), builder);
    return builder.toView();
  }

  private void begin(Turn turn) {
    if (retries != null) {
      turn.log().statement(retries, statementId());
    }
  }

  private FindAndModifyOutcome record(Turn turn, FindAndModifyOutcome outcome) {
    if (retries != null) {
      retries.record(turn, statementId(), out -> write(outcome, out));
    }
    return outcome;
  }

  /** The form in which a retryable write remembers it. */
  private static void write(FindAndModifyOutcome outcome, DocumentBuilder out) {
    out.appendInt32(N, outcome.n()).appendBoolean(UPDATED_EXISTING, outcome.updatedExisting());
    DocumentView value = outcome.value();
    if (value != null) {
      out.appendDocument(VALUE, value);
    }
    BsonValue upserted = outcome.upsertedId();
    if (upserted != null) {
      out.append("upserted", upserted);
    }
  }

  private static FindAndModifyOutcome parse(DocumentView remembered) {
    BsonDocument stored = remembered.toBson();
    int value = remembered.find(VALUE);
    byte[] array = remembered.array();
    return new FindAndModifyOutcome(
        value < 0 ? null : DocumentView.of(array, BsonBytes.valueOffset(array, value)),
        stored.getInt32("n").getValue(),
        stored.getBoolean("updatedExisting").getValue(),
        stored.get("upserted"),
        true);
  }
}
