package dev.meerkat.engine.collection;

import dev.meerkat.engine.Engine;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.Turn;
import dev.meerkat.engine.session.RetryableWrites;
import dev.meerkat.engine.timeseries.TimeseriesOptions;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ServerException;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** The update command at work. Threads: confined to one operation. */
final class UpdateBatch {
  private final Engine engine;
  private final Operation operation;
  private final UpdateRequest request;
  private final StatementIds statements;
  private final BatchDurability durability;
  private final BatchOutcome outcome = new BatchOutcome();

  UpdateBatch(
      Engine engine,
      Operation operation,
      UpdateRequest request,
      @Nullable RetryableWrites retries) {
    this.engine = engine;
    this.operation = operation;
    this.request = request;
    this.statements = new StatementIds(request.statementIds(), retries);
    this.durability = BatchDurability.of(operation);
  }

  BatchOutcome run() {
    int count = request.updates().size();
    for (int index = 0; index < count; index++) {
      DocumentView earlier = statements.earlier(index);
      if (earlier != null) {
        add(index, UpdateOutcome.parse(earlier));
        outcome.retried(statements.id(index));
        continue;
      }
      try {
        add(index, update(index, index == count - 1));
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

  private UpdateOutcome update(int index, boolean isLast) {
    UpdateStatement statement = request.updates().get(index);
    TimeseriesOptions timeseries = Writes.timeseries(operation, request.namespace());
    PointUpdateRun point = timeseries == null ? point(statement, index) : null;
    if (point != null) {
      UpdateRun.Modified modified = point.run(durability.of(isLast));
      return modified == null ? UpdateOutcome.NONE : modified.outcome();
    }
    UpdateRun.Spec spec = UpdateRun.Spec.of(request, statement);
    try (UpdateRun run =
        new UpdateRun(
            engine,
            operation,
            timeseries == null ? spec : TimeseriesUpdate.onBuckets(spec, timeseries),
            new StatementRecorder(index))) {
      return run.run(durability, isLast);
    }
  }

  /** The short way of a statement, or null. */
  private @Nullable PointUpdateRun point(UpdateStatement statement, int index) {
    PointUpdate point = request.let() == null ? statement.point() : null;
    return point == null
        ? null
        : PointUpdateRun.of(
            operation,
            request.namespace(),
            point,
            request.bypassValidation(),
            new StatementRecorder(index));
  }

  /** Records what one statement comes to. */
  private final class StatementRecorder implements UpdateRun.Recorder {
    private final int index;

    StatementRecorder(int index) {
      this.index = index;
    }

    @Override
    public void begin(Turn turn) {
      statements.begin(turn, index);
    }

    @Override
    public void record(Turn turn, UpdateRun.Modified modified) {
      statements.record(turn, index, index, modified.outcome().stored());
    }
  }

  private void add(int index, UpdateOutcome result) {
    outcome.add(result.matched(), result.modified());
    BsonValue id = result.upsertedId();
    if (id != null) {
      outcome.add(new BatchOutcome.Upserted(index, id));
    }
  }
}
