package dev.meerkat.engine;

import dev.meerkat.engine.catalog.CatalogSnapshot;
import dev.meerkat.spi.storage.WriteTransaction;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonTimestamp;
import org.jspecify.annotations.Nullable;

/**
 * One piece of work's share of a writer's turn: the transaction, the catalog as the turn has it so
 * far, and what is to happen once all of it is committed. Threads: confined to the turn.
 */
public final class Turn {
  private final Turns turns;
  private final WriteTransaction transaction;
  private final List<Runnable> afterCommit = new ArrayList<>(2);
  private @Nullable BsonTimestamp timestamp;

  Turn(Turns turns, WriteTransaction transaction) {
    this.turns = turns;
    this.transaction = transaction;
  }

  public WriteTransaction transaction() {
    return transaction;
  }

  /** The catalog with what this turn has changed, earlier members of the same turn included. */
  public CatalogSnapshot catalog() {
    return turns.pending(transaction);
  }

  /** Makes a changed catalog the turn's own; it is published with the commit. */
  public void catalog(CatalogSnapshot next) {
    turns.pending(transaction, next);
    afterCommit.add(() -> turns.publish(next));
  }

  /** The time of this work's commit; the same at every call. */
  public BsonTimestamp timestamp() {
    BsonTimestamp given = timestamp;
    if (given == null) {
      given = turns.issue(transaction, afterCommit);
      timestamp = given;
    }
    return given;
  }

  /** Runs {@code action} in the order of commits, after this one; it must not throw or write. */
  public void afterCommit(Runnable action) {
    afterCommit.add(action);
  }

  /** The time given to this work, or null where it asked for none. */
  @Nullable BsonTimestamp issued() {
    return timestamp;
  }

  void committed() {
    for (Runnable action : afterCommit) {
      action.run();
    }
  }
}
