package dev.meerkat.engine.collection;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.Turn;
import dev.meerkat.engine.session.RetryableWrites;
import dev.meerkat.engine.timeseries.TimeseriesOptions;
import dev.meerkat.spi.DocumentView;
import org.jspecify.annotations.Nullable;

/** The update command at work. Threads: confined to one operation. */
final class UpdateBatch extends StatementBatch implements UpdateRun.Recorder<UpdateOutcome> {
  private final UpdateRequest request;

  UpdateBatch(Operation operation, UpdateRequest request, @Nullable RetryableWrites retries) {
    super(operation, request.statementIds(), retries);
    this.request = request;
  }

  @Override
  BatchOutcome run() {
    return run(request.ordered(), request.updates().size());
  }

  @Override
  UpdateOutcome run(int index, boolean isLast) {
    UpdateStatement statement = request.updates().get(index);
    TimeseriesOptions timeseries = Writes.timeseries(operation, request.namespace());
    PointUpdateRun<UpdateOutcome> point = timeseries == null ? point(statement) : null;
    if (point != null) {
      return UpdateOutcome.orNone(point.run(durability.of(isLast)));
    }
    UpdateRun.Spec spec = UpdateRun.Spec.of(request, statement);
    try (UpdateRun<UpdateOutcome> run =
        new UpdateRun<>(
            operation,
            timeseries == null ? spec : TimeseriesUpdate.onBuckets(spec, timeseries),
            this)) {
      Counts all = spec.multi() ? run.modifyAll(durability, isLast) : null;
      return all != null && (all.matched() > 0 || !spec.upsert())
          ? new UpdateOutcome(all.matched(), all.changed(), null)
          : UpdateOutcome.orNone(run.modifyOne(durability, isLast));
    }
  }

  /** The short way of a statement, or null. */
  private @Nullable PointUpdateRun<UpdateOutcome> point(UpdateStatement statement) {
    boolean isPlain = request.let() == null && !request.bypassValidation();
    PointUpdate point = isPlain ? statement.point() : null;
    return point == null ? null : PointUpdateRun.of(operation, request.namespace(), point, this);
  }

  @Override
  public UpdateOutcome record(
      Turn turn, @Nullable DocumentView before, DocumentView after, UpdateOutcome outcome) {
    return record(turn, outcome);
  }
}
