package dev.meerkat.engine.session;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.transaction.SessionTransactions;
import dev.meerkat.spi.ErrorCode;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A logical session as this server knows it. Threads: safe.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/server-sessions/">Server sessions</a>
 */
public final class Session {
  private final SessionKey key;
  private final String user;
  private final RetryableWrites retryableWrites;
  private final SessionTransactions transactions;
  private final Set<Operation> operations = ConcurrentHashMap.newKeySet();
  private volatile long lastUseMillis;

  Session(SessionKey key, String user, RetryableWrites retryableWrites, long nowMillis) {
    this.key = key;
    this.user = user;
    this.retryableWrites = retryableWrites;
    this.transactions = new SessionTransactions(retryableWrites);
    this.lastUseMillis = nowMillis;
  }

  public SessionKey key() {
    return key;
  }

  /** Whose it is, {@code user@database}, or empty. */
  public String user() {
    return user;
  }

  /** Milliseconds since the Unix epoch. */
  public long lastUseMillis() {
    return lastUseMillis;
  }

  /** What the session's retryable writes have done. */
  public RetryableWrites retryableWrites() {
    return retryableWrites;
  }

  public SessionTransactions transactions() {
    return transactions;
  }

  public void enter(Operation operation) {
    operations.add(operation);
    touch(operation.ticker().wallMillis());
  }

  public void leave(Operation operation) {
    operations.remove(operation);
  }

  void touch(long nowMillis) {
    lastUseMillis = Math.max(lastUseMillis, nowMillis);
  }

  /** Whether nobody works for it at this moment. */
  public boolean isIdle() {
    return operations.isEmpty();
  }

  /** Ends all operations at their next check. */
  public void killOperations() {
    for (Operation operation : operations) {
      operation.interruption().kill(ErrorCode.INTERRUPTED, "operation was interrupted");
    }
  }

  void killOperations(Operation except) {
    for (Operation operation : operations) {
      if (operation != except) {
        operation.interruption().kill(ErrorCode.INTERRUPTED, "operation was interrupted");
      }
    }
  }
}
