package dev.meerkat.engine.collection;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.Turn;
import dev.meerkat.engine.session.RetryableWrites;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ServerException;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A command of several updates or deletes at work: one after the other, those that an earlier
 * command has done not again, and none behind a failure where they are ordered. Threads: confined
 * to one operation.
 */
abstract class StatementBatch {
  final Operation operation;
  final BatchDurability durability;
  private final StatementIds statements;
  private final BatchOutcome outcome = new BatchOutcome();

  /** The statement at work, from 0. */
  private int index;

  /**
   * @param ids one for each statement in a retryable write, else empty
   * @param retries null where the write is not retryable
   */
  StatementBatch(Operation operation, int[] ids, @Nullable RetryableWrites retries) {
    this.operation = operation;
    this.durability = BatchDurability.of(operation);
    this.statements = new StatementIds(ids, retries);
  }

  abstract BatchOutcome run();

  /** Does one statement. */
  abstract UpdateOutcome run(int statement, boolean isLast);

  /** Does so many statements. */
  final BatchOutcome run(boolean ordered, int count) {
    for (index = 0; index < count; index++) {
      DocumentView earlier = statements.earlier(index);
      if (earlier != null) {
        add(UpdateOutcome.parse(earlier));
        outcome.retried(statements.id(index));
        continue;
      }
      try {
        add(run(index, index == count - 1));
      } catch (ServerException e) {
        WriteError.rethrowFatal(e);
        outcome.add(WriteError.of(index, e));
        if (ordered) {
          break;
        }
      }
    }
    durability.finish();
    return outcome;
  }

  private void add(UpdateOutcome result) {
    outcome.add(result.matched(), result.modified());
    BsonValue id = result.upsertedId();
    if (id != null) {
      outcome.add(new BatchOutcome.Upserted(index, id));
    }
  }

  /** Says in the turn, before anything is changed, which statement is at work. */
  public final void begin(Turn turn) {
    statements.begin(turn, index);
  }

  /** Records in the turn what the statement at work comes to, and answers that. */
  final UpdateOutcome record(Turn turn, UpdateOutcome result) {
    statements.record(turn, index, index, result.stored());
    return result;
  }
}
