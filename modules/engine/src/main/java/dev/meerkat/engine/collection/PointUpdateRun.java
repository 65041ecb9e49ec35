package dev.meerkat.engine.collection;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.Turn;
import dev.meerkat.engine.Turns;
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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The short way of an update by {@code _id}: without a filter, a plan and decoded documents. What
 * is done in the turn is what {@link UpdateRun} does. It is the work of the turn, the change of the
 * document and what makes the values itself, in place of objects for each. Threads: confined to one
 * operation.
 *
 * @param <R> what it comes to
 */
final class PointUpdateRun<R>
    implements Turns.Work<@Nullable R>, Statement.Change<R>, Supplier<EvaluationScope> {
  private final Namespace namespace;
  private final PointUpdate point;
  private final Update update;
  private final Operation operation;
  private final UpdateRun.Recorder<R> recorder;

  /** Made for the operator that asks for a value; most do not. */
  private @Nullable EvaluationScope values;

  private PointUpdateRun(
      Operation operation,
      Namespace namespace,
      PointUpdate point,
      Update update,
      UpdateRun.Recorder<R> recorder) {
    this.operation = operation;
    this.namespace = namespace;
    this.point = point;
    this.update = update;
    this.recorder = recorder;
  }

  /**
   * The run of an update; null where the long way has to be taken: because of the collection, of
   * what the update asks, or of an error that it is to tell.
   */
  static <R> @Nullable PointUpdateRun<R> of(
      Operation operation, Namespace namespace, PointUpdate point, UpdateRun.Recorder<R> recorder) {
    if (!PointId.isAnswered(operation, namespace)) {
      return null;
    }
    Update update = Update.parsePoint(point.array(), point.u(), () -> scope(operation, namespace));
    return update == null
        ? null
        : new PointUpdateRun<>(operation, namespace, point, update, recorder);
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
  @Nullable R run(Durability durability) {
    return operation.<@Nullable R>write(durability, this);
  }

  @Override
  public EvaluationScope get() {
    EvaluationScope known = values;
    if (known == null) {
      known = Execution.values(operation);
      values = known;
    }
    return known;
  }

  @Override
  public @Nullable R run(Turn turn) {
    return point.change(operation, turn, namespace, this);
  }

  @Override
  public R apply(Turn turn, CollectionWriter writer, long recordId, DocumentView before) {
    UpdateContext context = new UpdateContext(operation, this, turn.documentBuilder());
    return UpdateRun.modify(turn, writer, recordId, before, update, context, false, recorder);
  }
}
