package dev.meerkat.engine.transaction;

import dev.meerkat.engine.Engine;
import dev.meerkat.engine.Turn;
import dev.meerkat.engine.Turns;
import dev.meerkat.engine.catalog.CatalogSnapshot;
import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.engine.cursor.ReadPoint;
import dev.meerkat.engine.cursor.ReadView;
import dev.meerkat.engine.history.Claim;
import dev.meerkat.engine.history.Claims;
import dev.meerkat.engine.history.History;
import dev.meerkat.engine.history.Overlay;
import dev.meerkat.engine.history.Pin;
import dev.meerkat.engine.history.PrivateTransaction;
import dev.meerkat.engine.oplog.TransactionLog;
import dev.meerkat.engine.oplog.TurnLog;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.storage.Durability;
import dev.meerkat.spi.storage.Snapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One multi-document transaction. Threads: used by one operation at a time, which its session sees
 * to; anybody may wait for its end.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/core/transactions/">Transactions</a>
 */
public final class Transaction implements ReadPoint, Claims.Claimant {
  private static final ErrorCode TOO_LARGE = new ErrorCode(388, "TransactionTooLargeForCache");

  private final Engine engine;
  private final long number;
  private final Pin pin;
  private final long beginNanos;
  private final Overlay overlay = new Overlay();
  private final TransactionLog log = new TransactionLog();
  private final Set<Claim> claims = new LinkedHashSet<>();
  private final Map<UUID, CollectionEntry> entered = new LinkedHashMap<>();
  private final List<Runnable> afterCommit = new ArrayList<>();
  private CatalogSnapshot catalog;
  private volatile State state = State.ACTIVE;

  /** What has become of a transaction. */
  public enum State {
    ACTIVE,
    COMMITTED,
    ABORTED
  }

  private Transaction(Engine engine, long number, Pin pin) {
    this.engine = engine;
    this.number = number;
    this.pin = pin;
    this.catalog = pin.catalog();
    this.beginNanos = engine.ticker().nanos();
  }

  /** Begins a transaction that sees everything committed by now. */
  static Transaction begin(Engine engine, long number) {
    Transaction begun = new Transaction(engine, number, engine.pins().now());
    engine.transactionCounts().begun();
    return begun;
  }

  /** What others tell of a conflict; the whole transaction may be tried again. */
  static ServerException conflict() {
    return new ServerException(
        ErrorCode.WRITE_CONFLICT,
        "Caused by :: Write conflict during plan execution and yielding is disabled. :: "
            + "Please retry your operation or multi-document transaction.",
        null,
        List.of("TransientTransactionError"));
  }

  Engine engine() {
    return engine;
  }

  TransactionLog log() {
    return log;
  }

  History history() {
    return engine.history();
  }

  public long number() {
    return number;
  }

  public State state() {
    return state;
  }

  Pin pin() {
    return pin;
  }

  /** The time that it reads at, as a BSON timestamp's bits. */
  public long readTime() {
    return pin.time();
  }

  /** Nanoseconds since it began. */
  public long ageNanos() {
    return engine.ticker().nanos() - beginNanos;
  }

  /** The catalog with the transaction's own collections. */
  public CatalogSnapshot catalog() {
    return catalog;
  }

  void catalog(CatalogSnapshot next) {
    catalog = next;
  }

  void afterCommit(Runnable action) {
    afterCommit.add(action);
  }

  @Override
  public ReadView open() {
    requireActive();
    return new ReadView(catalog, engine.history().open(engine.storage(), pin.time(), overlay));
  }

  /**
   * Runs a statement; what it changes is seen by this transaction only.
   *
   * @throws ServerException what the work throws, and 388 where the changes take too much memory;
   *     the transaction must then be aborted
   */
  public <T extends @Nullable Object> T write(Turns.Work<T> work) {
    requireActive();
    try (Snapshot base = engine.storage().openSnapshot()) {
      T result =
          work.run(
              new TransactionTurn(
                  this, new PrivateTransaction(engine.history(), base, pin.time(), overlay)));
      if (overlay.bytes() > engine.history().maxBytes()) {
        throw new ServerException(
            TOO_LARGE, "transaction is too large and will not fit in the storage engine cache");
      }
      return result;
    }
  }

  /** Notes a collection that is written to, and that must be the same at the commit. */
  void enter(CollectionEntry collection) {
    if (entered.putIfAbsent(collection.uuid(), collection) == null
        && pin.catalog().find(collection.namespace()) != null) {
      history().claims().enter(collection.uuid(), this);
      CollectionEntry now = engine.catalog().find(collection.namespace());
      if (now == null || !isSame(now, collection)) {
        throw conflict();
      }
    }
  }

  void claim(Claim claim) {
    if (claims.contains(claim)) {
      return;
    }
    if (history().claims().claim(claim, this) != null) {
      throw conflict();
    }
    claims.add(claim);
  }

  /**
   * Makes the changes everybody's.
   *
   * @param origin what the transaction is known by in the oplog
   * @param record writes, in the same turn, that the transaction has committed
   * @param isRecorded looks whether the store has that record: it may have, though the commit has
   *     failed, where its sync has
   * @throws ServerException 112 where a collection has changed meanwhile; the transaction is
   *     aborted
   */
  void commit(
      Durability durability,
      TurnLog.Origin origin,
      Turns.Work<@Nullable Void> record,
      BooleanSupplier isRecorded) {
    requireActive();
    try {
      if (!overlay.isEmpty()) {
        var _ =
            engine
                .turns()
                .<@Nullable Void>write(
                    durability,
                    turn -> {
                      apply(turn, origin);
                      return record.run(turn);
                    });
      }
      end(State.COMMITTED);
    } catch (RuntimeException e) {
      end(isRecorded.getAsBoolean() ? State.COMMITTED : State.ABORTED);
      throw e;
    }
  }

  private void apply(Turn turn, TurnLog.Origin origin) {
    new CommitRun(engine, turn, pin.catalog(), catalog, entered.values(), overlay).run();
    turn.log().transaction(origin, log);
    turn.timestamp();
    afterCommit.forEach(turn::afterCommit);
  }

  /**
   * Whether a collection is still the one that the transaction knows, with the same indexes, none
   * of which has become complete meanwhile: whether its keys are unique was not asked before.
   */
  static boolean isSame(CollectionEntry now, CollectionEntry known) {
    if (!now.uuid().equals(known.uuid()) || now.indexes().size() != known.indexes().size()) {
      return false;
    }
    for (int i = 0; i < now.indexes().size(); i++) {
      if (!now.indexes().get(i).ident().equals(known.indexes().get(i).ident())
          || now.indexes().get(i).ready() != known.indexes().get(i).ready()) {
        return false;
      }
    }
    return true;
  }

  /** Forgets the changes; a second time, or after the commit, does nothing. */
  public void abort() {
    end(State.ABORTED);
  }

  private void end(State end) {
    synchronized (this) {
      if (state != State.ACTIVE) {
        return;
      }
      state = end;
      notifyAll();
    }
    engine.transactionCounts().ended(end);
    Claims all = history().claims();
    claims.forEach(claim -> all.release(claim, this));
    entered.keySet().forEach(uuid -> all.leave(uuid, this));
    engine.pins().release(pin);
    engine.cursors().killReaders(this);
  }

  @Override
  public void awaitEnd(long millis) throws InterruptedException {
    synchronized (this) {
      boolean waited = false;
      while (state == State.ACTIVE && !waited) {
        wait(millis);
        // Who waits looks at the clock and comes again.
        waited = true;
      }
    }
  }

  /**
   * @throws ServerException 251 where the transaction has ended
   */
  private void requireActive() {
    if (state != State.ACTIVE) {
      throw new ServerException(
          ErrorCode.NO_SUCH_TRANSACTION,
          "Transaction with { txnNumber: " + number + " } has been aborted.");
    }
  }

  /** Bytes that its changes take, about. */
  public long bytes() {
    return overlay.bytes() + log.bytes();
  }
}
