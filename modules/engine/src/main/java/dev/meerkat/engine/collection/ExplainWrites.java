package dev.meerkat.engine.collection;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.Turn;
import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.engine.cursor.Execution;
import dev.meerkat.engine.plan.PlanExecutor;
import dev.meerkat.engine.timeseries.TimeseriesOptions;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * How writes would be done, by the plans that they have when they are done; nothing is written.
 * Threads: confined to one operation.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/explain/">explain</a>
 */
record ExplainWrites(Execution execution, PlanExplanation plans) {
  /** Nothing is done. */
  private static final UpdateRun.Recorder NOTHING =
      new UpdateRun.Recorder() {
        @Override
        public void begin(Turn turn) {
          throw new IllegalStateException("explain changes nothing");
        }

        @Override
        public void record(Turn turn, UpdateRun.Modified modified) {
          throw new IllegalStateException("explain changes nothing");
        }
      };

  BsonDocument delete(DeleteRequest request, DeleteStatement statement) {
    TimeseriesOptions timeseries = Writes.timeseries(execution.operation(), request.namespace());
    if (timeseries != null) {
      try (TimeseriesDelete asked =
          new TimeseriesDelete(
              execution.operation(),
              request.namespace(),
              timeseries,
              statement.q(),
              statement.hint(),
              statement.collation(),
              request.let())) {
        return delete(asked, statement.one());
      }
    }
    try (Statement asked =
        new Statement(
            execution.operation(),
            request.namespace(),
            statement.q(),
            statement.hint(),
            statement.collation(),
            request.let(),
            null)) {
      return delete(asked, statement.one());
    }
  }

  private BsonDocument delete(Statement asked, boolean one) {
    BsonDocument explanation = write(asked, executor -> take(executor, one));
    long found = ExplainRun.returned(explanation);
    PlanExplanation.under(explanation, "DELETE", new BsonDocument());
    PlanExplanation.statsUnder(
        explanation, "DELETE", new BsonDocument("nWouldDelete", PlanExplanation.number(found)), 0);
    return explanation;
  }

  private BsonDocument delete(TimeseriesDelete asked, boolean one) {
    long[] matching = new long[1];
    BsonDocument explanation =
        write(
            asked.statement(),
            executor -> {
              while (executor.advance() && !(one && matching[0] > 0)) {
                matching[0] += asked.matching(executor.current());
              }
            });
    long deleted = one ? Math.min(1, matching[0]) : matching[0];
    PlanExplanation.under(explanation, "TS_MODIFY", new BsonDocument());
    PlanExplanation.statsUnder(
        explanation,
        "TS_MODIFY",
        new BsonDocument("nMeasurementsDeleted", PlanExplanation.number(deleted)),
        0);
    return explanation;
  }

  private static void take(PlanExecutor executor, boolean one) {
    while (executor.advance()) {
      if (one) {
        return;
      }
    }
  }

  BsonDocument update(UpdateRequest request, UpdateStatement statement) {
    UpdateRun.Spec spec = UpdateRun.Spec.of(request, statement);
    TimeseriesOptions timeseries = Writes.timeseries(execution.operation(), request.namespace());
    return update(timeseries == null ? spec : TimeseriesUpdate.onBuckets(spec, timeseries));
  }

  BsonDocument findAndModify(FindAndModifyRequest request) {
    TimeseriesOptions timeseries = Writes.timeseries(execution.operation(), request.namespace());
    if (timeseries != null) {
      try (TimeseriesDelete asked =
          FindAndModifyRun.removal(execution.operation(), request, timeseries)) {
        return delete(asked, true);
      }
    }
    BsonValue update = request.update();
    if (update != null) {
      return update(FindAndModifyRun.spec(request, update));
    }
    try (Statement asked = FindAndModifyRun.statement(execution.operation(), request)) {
      return delete(asked, true);
    }
  }

  private BsonDocument update(UpdateRun.Spec spec) {
    Operation operation = execution.operation();
    long[] matched = new long[1];
    long[] modified = new long[1];
    try (UpdateRun run = new UpdateRun(operation.engine(), operation, spec, NOTHING)) {
      BsonDocument explanation =
          write(
              run.statement(),
              executor -> {
                while (executor.advance()) {
                  Counts counts = run.wouldChange(executor.current());
                  matched[0] += counts.matched();
                  modified[0] += counts.changed();
                  if (!spec.multi()) {
                    return;
                  }
                }
              });
      BsonDocument counters =
          new BsonDocument("nMatched", PlanExplanation.number(matched[0]))
              .append("nWouldModify", PlanExplanation.number(modified[0]))
              .append(
                  "nWouldUpsert", PlanExplanation.number(matched[0] == 0 && spec.upsert() ? 1 : 0));
      PlanExplanation.under(explanation, "UPDATE", new BsonDocument());
      PlanExplanation.statsUnder(explanation, "UPDATE", counters, 0);
      return explanation;
    }
  }

  private BsonDocument write(Statement asked, PlanExplanation.Run run) {
    CollectionEntry entry = asked.execution().view().catalog().find(asked.namespace());
    return plans
        .within(asked.execution())
        .of(
            new PlanExplanation.Question(
                asked.namespace(), entry, asked.scope(), asked.query(), null),
            run);
  }
}
