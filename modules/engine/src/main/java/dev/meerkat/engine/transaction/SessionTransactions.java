package dev.meerkat.engine.transaction;

import dev.meerkat.engine.Engine;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.session.RetryableWrites;
import dev.meerkat.engine.session.Session;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.CommonFields;
import dev.meerkat.spi.storage.Durability;
import java.util.List;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of one session, of which the last is open or has ended. Threads: safe; guarded
 * by the lock of the session's numbers, which one command holds while it works.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/core/transactions-in-applications/">Transactions in
 *     applications</a>
 */
public final class SessionTransactions {
  /** The place of a commit among the statements of a session's last number. */
  private static final int COMMIT = -1;

  private static final DocumentView COMMITTED =
      DocumentView.of(new BsonDocument("committed", BsonBoolean.TRUE));
  private static final ErrorCode CONFLICTING_OPERATION =
      new ErrorCode(117, "ConflictingOperationInProgress");
  private static final ErrorCode TRANSACTION_COMMITTED = new ErrorCode(256, "TransactionCommitted");

  private final RetryableWrites numbers;
  private @Nullable Transaction current;

  public SessionTransactions(RetryableWrites numbers) {
    this.numbers = numbers;
  }

  /**
   * Begins the work of a command of a transaction; {@link #leave} must follow.
   *
   * @return the transaction; null for a commit that has happened before this server's start
   * @throws ServerException 225, 117, 251, 256
   */
  public @Nullable Transaction enter(Operation operation) {
    numbers.acquire(operation);
    try {
      long asked = operation.common().transactionNumber();
      numbers.checkNotOlder(asked);
      return operation.common().startTransaction()
          ? start(operation.engine(), asked)
          : resume(operation.command(), operation.common());
    } catch (RuntimeException e) {
      numbers.leave();
      throw e;
    }
  }

  public void leave() {
    numbers.leave();
  }

  private Transaction start(Engine engine, long asked) {
    if (asked == numbers.number()) {
      throw new ServerException(
          CONFLICTING_OPERATION,
          "Only servers in a sharded cluster can start a new transaction at the active transaction"
              + " number");
    }
    abandon(asked);
    numbers.advance(asked, true);
    Transaction begun = Transaction.begin(engine, asked);
    current = begun;
    return begun;
  }

  private @Nullable Transaction resume(String command, CommonFields common) {
    long asked = common.transactionNumber();
    Transaction known = current;
    if (known == null || known.number() != asked) {
      if (asked == numbers.number() && numbers.isDone(COMMIT)) {
        return refuseCommitted(command, asked);
      }
      throw noSuchTransaction(
          "Given transaction number "
              + asked
              + " does not match any in-progress transactions. The active transaction number is "
              + numbers.number());
    }
    switch (known.state()) {
      case ACTIVE -> {
        return known;
      }
      case COMMITTED -> {
        return refuseCommitted(command, asked);
      }
      case ABORTED ->
          throw noSuchTransaction(
              "Transaction with { txnNumber: " + asked + " } has been aborted.");
    }
    throw new IllegalStateException("unknown state");
  }

  /** A commit may be repeated; nothing else may follow it. */
  private static @Nullable Transaction refuseCommitted(String command, long asked) {
    if (!command.equals("commitTransaction")) {
      throw new ServerException(
          TRANSACTION_COMMITTED, "Transaction " + asked + " has been committed.");
    }
    return null;
  }

  private static ServerException noSuchTransaction(String message) {
    return new ServerException(
        ErrorCode.NO_SUCH_TRANSACTION, message, null, List.of("TransientTransactionError"));
  }

  /** Aborts an open transaction with a lower number; the caller holds the numbers. */
  public void abandon(long number) {
    Transaction open = current;
    if (open != null && open.number() < number) {
      open.abort();
    }
  }

  /**
   * The transactions of an operation's session.
   *
   * @throws ServerException 125 where the command is not part of a transaction
   */
  public static SessionTransactions of(Operation operation, String command) {
    Session session = operation.session();
    if (session == null || !operation.common().isInTransaction()) {
      throw new ServerException(
          ErrorCode.COMMAND_FAILED, command + " must be run within a transaction");
    }
    return session.transactions();
  }

  /** Takes the operation's transaction back. */
  public void abort(Operation operation) {
    Transaction open = operation.transaction();
    if (open != null) {
      open.abort();
    }
  }

  /** Commits the operation's transaction; what has been committed is so once more. */
  public void commit(Operation operation) {
    Transaction open = operation.transaction();
    if (open == null) {
      if (operation.durability() == Durability.SYNCED) {
        operation.engine().turns().syncIfNeeded();
      }
      return;
    }
    open.commit(
        operation.durability(),
        numbers,
        turn -> {
          numbers.record(turn, COMMIT, COMMIT, COMMITTED);
          return null;
        },
        () -> numbers.isStored(COMMIT));
  }

  /** The transaction that is open, or null. */
  public @Nullable Transaction open() {
    Transaction known = current;
    return known != null && known.state() == Transaction.State.ACTIVE ? known : null;
  }

  /** Aborts the open transaction if nobody works in it; answers whether none is open now. */
  public boolean tryAbort() {
    if (open() == null) {
      return true;
    }
    if (!numbers.tryAcquire()) {
      return false;
    }
    try {
      Transaction open = open();
      if (open != null) {
        open.abort();
      }
      return true;
    } finally {
      numbers.leave();
    }
  }
}
