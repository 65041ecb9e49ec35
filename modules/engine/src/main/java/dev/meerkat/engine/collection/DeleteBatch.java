package dev.meerkat.engine.collection;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.Turn;
import dev.meerkat.engine.session.RetryableWrites;
import dev.meerkat.engine.timeseries.TimeseriesOptions;
import dev.meerkat.spi.DocumentView;
import org.jspecify.annotations.Nullable;

/** The delete command at work. Threads: confined to one operation. */
final class DeleteBatch extends StatementBatch {
  private final DeleteRequest request;

  DeleteBatch(Operation operation, DeleteRequest request, @Nullable RetryableWrites retries) {
    super(operation, request.statementIds(), retries);
    this.request = request;
  }

  @Override
  BatchOutcome run() {
    return run(request.ordered(), request.deletes().size());
  }

  @Override
  UpdateOutcome run(int index, boolean isLast) {
    DeleteStatement spec = request.deletes().get(index);
    TimeseriesOptions timeseries = Writes.timeseries(operation, request.namespace());
    if (timeseries != null) {
      return deleteMeasurements(isLast, spec, timeseries);
    }
    PointId point = request.let() == null ? spec.point() : null;
    if (point != null && PointId.isAnswered(operation, request.namespace())) {
      return UpdateOutcome.orNone(
          operation.<@Nullable UpdateOutcome>write(
              durability.of(isLast),
              turn -> point.change(operation, turn, request.namespace(), this::deleteOne)));
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
        Counts deleted =
            statement.changeAll(
                durability,
                isLast,
                (turn, writer, recordId, document) -> {
                  writer.delete(recordId, document);
                  return Counts.CHANGED;
                });
        return removed(deleted.matched());
      }
      return UpdateOutcome.orNone(statement.changeOne(durability.of(isLast), this::deleteOne));
    }
  }

  private static UpdateOutcome removed(long documents) {
    return new UpdateOutcome(documents, 0, null);
  }

  private UpdateOutcome deleteOne(
      Turn turn, CollectionWriter writer, long recordId, DocumentView document) {
    begin(turn);
    writer.delete(recordId, document);
    turn.timestamp();
    return record(turn, UpdateOutcome.REMOVED);
  }

  private UpdateOutcome deleteMeasurements(
      boolean isLast, DeleteStatement spec, TimeseriesOptions timeseries) {
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
        return removed(delete.removeAll(durability, isLast));
      }
      return UpdateOutcome.orNone(
          delete.removeOne(
              durability.of(isLast),
              (turn, measurement) -> {
                begin(turn);
                return record(turn, UpdateOutcome.REMOVED);
              }));
    }
  }
}
