package dev.meerkat.engine.collection;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.Turn;
import dev.meerkat.engine.session.RetryableWrites;
import dev.meerkat.engine.timeseries.TimeseriesOptions;
import dev.meerkat.query.projection.Projection;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ServerException;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** The findAndModify command at work. Threads: confined to one operation. */
final class FindAndModifyRun implements UpdateRun.Recorder<FindAndModifyOutcome> {
  private final Operation operation;
  private final FindAndModifyRequest request;
  private final @Nullable RetryableWrites retries;
  private final BatchDurability durability;

  /** What finds the document of an update on the long way; else null. */
  private @Nullable Statement updating;

  /** What the client is shown of that document; null where that is all of it. */
  private @Nullable Projection showing;

  FindAndModifyRun(
      Operation operation, FindAndModifyRequest request, @Nullable RetryableWrites retries) {
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
      operation.engine().transactionCounts().retried(1);
      return FindAndModifyOutcome.parse(earlier);
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
      return FindAndModifyOutcome.orNone(outcome);
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
    return FindAndModifyOutcome.orNone(outcome);
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
      return FindAndModifyOutcome.orNone(outcome);
    }
  }

  /** The short way of an update by {@code _id}; null where the long one is to be taken. */
  private @Nullable FindAndModifyOutcome modify(PointUpdate point) {
    PointUpdateRun<FindAndModifyOutcome> run =
        PointUpdateRun.of(operation, request.namespace(), point, this);
    return run == null ? null : FindAndModifyOutcome.orNone(run.run(durability.of(true)));
  }

  private FindAndModifyOutcome modify(BsonValue update) {
    try (UpdateRun<FindAndModifyOutcome> run =
        new UpdateRun<>(operation, spec(request, update), this)) {
      updating = run.statement();
      showing = projection(request, updating);
      return FindAndModifyOutcome.orNone(run.modifyOne(durability, true));
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

  @Override
  public void begin(Turn turn) {
    if (retries != null) {
      turn.log().statement(retries, statementId());
    }
  }

  @Override
  public FindAndModifyOutcome record(
      Turn turn, @Nullable DocumentView before, DocumentView after, UpdateOutcome outcome) {
    DocumentView document = request.returnNew() ? after : before;
    DocumentView value = document == null ? null : shown(document);
    BsonValue upserted = outcome.upsertedId();
    return record(turn, new FindAndModifyOutcome(value, 1, upserted == null, upserted, false));
  }

  private DocumentView shown(DocumentView document) {
    return updating == null ? document.retain() : project(updating, showing, document);
  }

  private FindAndModifyOutcome record(Turn turn, FindAndModifyOutcome outcome) {
    if (retries != null) {
      retries.record(turn, statementId(), outcome);
    }
    return outcome;
  }
}
