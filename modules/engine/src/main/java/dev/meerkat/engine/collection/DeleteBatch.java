package dev.meerkat.engine.collection;

import dev.meerkat.engine.Engine;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.Turn;
import dev.meerkat.engine.session.RetryableWrites;
import dev.meerkat.engine.timeseries.TimeseriesOptions;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ServerException;
import org.jspecify.annotations.Nullable;

/** The delete command at work. Threads: confined to one operation. */
final class DeleteBatch {
  private final Operation operation;
  private final DeleteRequest request;
  private final StatementIds statements;
  private final BatchDurability durability;
  private final BatchOutcome outcome = new BatchOutcome();

  DeleteBatch(
      Engine engine,
      Operation operation,
      DeleteRequest request,
      @Nullable RetryableWrites retries) {
    if (operation.engine() != engine) {
      throw new IllegalArgumentException("an operation of another engine");
    }
    this.operation = operation;
    this.request = request;
    this.statements = new StatementIds(request.statementIds(), retries);
    this.durability = BatchDurability.of(operation);
  }

  BatchOutcome run() {
    int count = request.deletes().size();
    for (int index = 0; index < count; index++) {
      DocumentView earlier = statements.earlier(index);
      if (earlier != null) {
        outcome.add(UpdateOutcome.parse(earlier).matched(), 0);
        outcome.retried(statements.id(index));
        continue;
      }
      try {
        outcome.add(delete(index, index == count - 1), 0);
      } catch (ServerException e) {
        WriteError.rethrowFatal(e);
        outcome.add(WriteError.of(index, e));
        if (request.ordered()) {
          break;
        }
      }
    }
    durability.finish();
    return outcome;
  }

  private long delete(int index, boolean isLast) {
    DeleteStatement spec = request.deletes().get(index);
    TimeseriesOptions timeseries = Writes.timeseries(operation, request.namespace());
    if (timeseries != null) {
      return deleteMeasurements(index, isLast, spec, timeseries);
    }
    PointId point = request.let() == null ? spec.point() : null;
    if (point != null && PointId.isAnswered(operation, request.namespace())) {
      UpdateOutcome deleted =
          operation.<@Nullable UpdateOutcome>write(
              durability.of(isLast),
              turn ->
                  point.change(
                      operation,
                      turn,
                      request.namespace(),
                      (same, writer, recordId, document) ->
                          deleteOne(same, index, writer, recordId, document)));
      return deleted == null ? 0 : 1;
    }
    try (Statement statement =
        new Statement(
            operation,
            request.namespace(),
            spec.q(),
            spec.hint(),
            spec.collation(),
            request.let(),
            null)) {
      if (!spec.one()) {
        return statement
            .changeAll(
                durability,
                isLast,
                (turn, writer, recordId, document) -> {
                  writer.delete(recordId, document);
                  return Counts.CHANGED;
                })
            .matched();
      }
      UpdateOutcome deleted =
          statement.changeOne(
              durability.of(isLast),
              (turn, writer, recordId, document) ->
                  deleteOne(turn, index, writer, recordId, document));
      return deleted == null ? 0 : 1;
    }
  }

  private UpdateOutcome deleteOne(
      Turn turn, int index, CollectionWriter writer, long recordId, DocumentView document) {
    statements.begin(turn, index);
    writer.delete(recordId, document);
    turn.timestamp();
    statements.record(turn, index, index, UpdateOutcome.REMOVED.stored());
    return UpdateOutcome.REMOVED;
  }

  private long deleteMeasurements(
      int index, boolean isLast, DeleteStatement spec, TimeseriesOptions timeseries) {
    try (TimeseriesDelete delete =
        new TimeseriesDelete(
            operation,
            request.namespace(),
            timeseries,
            spec.q(),
            spec.hint(),
            spec.collation(),
            request.let())) {
      if (!spec.one()) {
        return delete.removeAll(durability, isLast);
      }
      UpdateOutcome deleted =
          delete.removeOne(
              durability.of(isLast),
              (turn, measurement) -> {
                statements.begin(turn, index);
                statements.record(turn, index, index, UpdateOutcome.REMOVED.stored());
                return UpdateOutcome.REMOVED;
              });
      return deleted == null ? 0 : 1;
    }
  }
}
