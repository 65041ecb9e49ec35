package dev.meerkat.engine.collection;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.Turn;
import dev.meerkat.engine.Turns;
import dev.meerkat.engine.collection.UpdateRun.Modified;
import dev.meerkat.engine.cursor.Execution;
import dev.meerkat.query.ParseOptions;
import dev.meerkat.query.update.Update;
import dev.meerkat.query.update.UpdateContext;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.storage.Durability;
import dev.meerkat.values.Collation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The short way of an update by {@code _id}: without a filter, a plan and decoded documents. What
 * is done in the turn is what {@link UpdateRun} does. It is the work of the turn and the change of
 * the document itself, in place of objects for both. Threads: confined to one operation.
 */
final class PointUpdateRun implements Turns.Work<@Nullable Modified>, Statement.Change<Modified> {
  private final Namespace namespace;
  private final PointUpdate point;
  private final Update update;
  private final Operation operation;
  private final boolean bypassValidation;
  private final UpdateRun.Recorder recorder;

  /** Made for the operator that asks for a value; most do not. */
  private @Nullable EvaluationScope values;

  private PointUpdateRun(
      Operation operation,
      Namespace namespace,
      PointUpdate point,
      Update update,
      boolean bypassValidation,
      UpdateRun.Recorder recorder) {
    this.operation = operation;
    this.namespace = namespace;
    this.point = point;
    this.update = update;
    this.bypassValidation = bypassValidation;
    this.recorder = recorder;
  }

  /**
   * The run of an update; null where the long way has to be taken: because of the collection, of
   * what the update asks, or of an error that it is to tell.
   */
  static @Nullable PointUpdateRun of(
      Operation operation,
      Namespace namespace,
      PointUpdate point,
      boolean bypassValidation,
      UpdateRun.Recorder recorder) {
    if (!PointId.isAnswered(operation, namespace)) {
      return null;
    }
    Update update = Update.parsePoint(point.array(), point.u(), () -> scope(operation, namespace));
    return update == null
        ? null
        : new PointUpdateRun(operation, namespace, point, update, bypassValidation, recorder);
  }

  private static ParseScope scope(Operation operation, Namespace namespace) {
    return operation
        .engine()
        .language()
        .scope(
            new ParseOptions(
                namespace,
                Collation.SIMPLE.order(),
                null,
                operation.common().apiStrict(),
                List.of()));
  }

  /** Changes the document, if it is there; null where it is not. */
  @Nullable Modified run(Durability durability) {
    return operation.<@Nullable Modified>write(durability, this);
  }

  private EvaluationScope values() {
    EvaluationScope known = values;
    if (known == null) {
      known = Execution.values(operation);
      values = known;
    }
    return known;
  }

  @Override
  public @Nullable Modified run(Turn turn) {
    return point.id().change(operation, turn, namespace, this);
  }

  @Override
  public Modified apply(Turn turn, CollectionWriter writer, long recordId, DocumentView before) {
    UpdateContext context = new UpdateContext(operation, this::values, turn.documentBuilder());
    return UpdateRun.modify(
        turn, writer, recordId, before, update, context, bypassValidation, recorder);
  }
}
