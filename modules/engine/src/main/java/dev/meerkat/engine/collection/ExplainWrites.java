package dev.meerkat.engine.collection;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.Turn;
import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.engine.cursor.Execution;
import dev.meerkat.engine.plan.PlanExecutor;
import dev.meerkat.engine.timeseries.TimeseriesOptions;
import dev.meerkat.query.projection.Projection;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.Predicate;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * How writes would be done, by the plans that they have when they are done; nothing is written.
 * Threads: confined to one operation.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/explain/">explain</a>
 */
record ExplainWrites(Execution execution, PlanExplanation plans) {
  /** Nothing is done. */
  private static final UpdateRun.Recorder<UpdateOutcome> NOTHING =
      new UpdateRun.Recorder<>() {
        @Override
        public void begin(Turn turn) {
          throw new IllegalStateException("explain changes nothing");
        }

        @Override
        public UpdateOutcome record(
            Turn turn, @Nullable DocumentView before, DocumentView after, UpdateOutcome outcome) {
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
        return delete(asked, statement.one(), null);
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
      return delete(asked, statement.one(), null);
    }
  }

  /**
   * Explains a removal.
   *
   * @param shown whose answer shows the document that is removed, or null where none is shown
   */
  private BsonDocument delete(Statement asked, boolean one, @Nullable FindAndModifyRequest shown) {
    BsonDocument explanation = write(asked, executor -> take(executor, one));
    long found = ExplainRun.returned(explanation);
    if (isExpress(asked, shown) && OuterStages.isIdLookup(explanation)) {
      OuterStages.express(
          explanation, "EXPRESS_DELETE", wouldWrite(0, found), shown == null ? 0 : found);
      return explanation;
    }
    OuterStages.under(explanation, "DELETE", new BsonDocument());
    OuterStages.statsUnder(
        explanation,
        "DELETE",
        new BsonDocument("nWouldDelete", PlanExplanation.number(found)),
        shown == null ? 0 : found);
    project(explanation, shown, asked);
    return explanation;
  }

  private BsonDocument delete(
      TimeseriesDelete asked, boolean one, @Nullable FindAndModifyRequest shown) {
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
    OuterStages.under(explanation, "TS_MODIFY", new BsonDocument());
    OuterStages.statsUnder(
        explanation,
        "TS_MODIFY",
        new BsonDocument("nMeasurementsDeleted", PlanExplanation.number(deleted)),
        shown == null ? 0 : deleted);
    project(explanation, shown, asked.statement());
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
    return update(timeseries == null ? spec : TimeseriesUpdate.onBuckets(spec, timeseries), null);
  }

  BsonDocument findAndModify(FindAndModifyRequest request) {
    TimeseriesOptions timeseries = Writes.timeseries(execution.operation(), request.namespace());
    if (timeseries != null) {
      try (TimeseriesDelete asked =
          FindAndModifyRun.removal(execution.operation(), request, timeseries)) {
        return delete(asked, true, request);
      }
    }
    BsonValue update = request.update();
    if (update != null) {
      return update(FindAndModifyRun.spec(request, update), request);
    }
    try (Statement asked = FindAndModifyRun.statement(execution.operation(), request)) {
      return delete(asked, true, request);
    }
  }

  private BsonDocument update(UpdateRun.Spec spec, @Nullable FindAndModifyRequest shown) {
    Operation operation = execution.operation();
    long[] matched = new long[1];
    long[] modified = new long[1];
    try (UpdateRun<UpdateOutcome> run = new UpdateRun<>(operation, spec, NOTHING)) {
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
      boolean isInserted = matched[0] == 0 && spec.upsert();
      if (!spec.upsert()
          && isExpress(run.statement(), shown)
          && OuterStages.isIdLookup(explanation)) {
        long returned = shown == null ? 0 : matched[0];
        OuterStages.express(explanation, "EXPRESS_UPDATE", wouldWrite(modified[0], 0), returned);
        return explanation;
      }
      BsonDocument counters =
          new BsonDocument("nMatched", PlanExplanation.number(matched[0]))
              .append("nWouldModify", PlanExplanation.number(modified[0]))
              .append("nWouldUpsert", PlanExplanation.number(isInserted ? 1 : 0));
      OuterStages.under(explanation, "UPDATE", new BsonDocument());
      boolean isShown = shown != null && (matched[0] > 0 || isInserted && shown.returnNew());
      OuterStages.statsUnder(explanation, "UPDATE", counters, isShown ? 1 : 0);
      project(explanation, shown, run.statement());
      return explanation;
    }
  }

  /** Whether one {@code _id} is all that is asked, and the document is answered as it is. */
  private static boolean isExpress(Statement asked, @Nullable FindAndModifyRequest shown) {
    boolean isShownWhole = shown == null || shown.fields() == null || shown.fields().isEmpty();
    return isShownWhole
        && !asked.isHinted()
        && asked.filter().predicate() instanceof Predicate.Path path
        && path.path().equals("_id")
        && path.operator().equals("$eq");
  }

  private static BsonDocument wouldWrite(long modified, long deleted) {
    return new BsonDocument("nWouldModify", PlanExplanation.number(modified))
        .append("nWouldUpsert", PlanExplanation.number(0))
        .append("nWouldDelete", PlanExplanation.number(deleted));
  }

  private static void project(
      BsonDocument explanation, @Nullable FindAndModifyRequest shown, Statement asked) {
    Projection projection = shown == null ? null : FindAndModifyRun.projection(shown, asked);
    if (projection != null) {
      ExplainRun.project(explanation, projection);
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
