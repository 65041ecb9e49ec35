package dev.meerkat.engine.session;

import dev.meerkat.engine.transaction.SessionTransactions;
import dev.meerkat.spi.command.SessionId;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

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
  private final AtomicInteger operations = new AtomicInteger();
  private volatile long lastUseMillis;

  /** The sessions that it is one of; null once it has ended. */
  private volatile @Nullable Sessions home;

  Session(
      Sessions home, SessionKey key, String user, RetryableWrites retryableWrites, long nowMillis) {
    this.home = home;
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

  /** Whether it is what {@link Sessions#use} would answer to the same. */
  @SuppressWarnings("ReferenceEquality") // sessions of an engine are one object
  public boolean is(Sessions sessions, SessionId id, String whose) {
    return home == sessions && key.id().equals(id.id()) && user.equals(whose);
  }

  /** Says that it is not alive any more. */
  void end() {
    home = null;
  }

  /** Says that an operation of it begins. */
  public void enter(long nowMillis) {
    operations.incrementAndGet();
    touch(nowMillis);
  }

  /** Says that one has ended. */
  public void leave() {
    operations.decrementAndGet();
  }

  void touch(long nowMillis) {
    lastUseMillis = Math.max(lastUseMillis, nowMillis);
  }

  /** Whether nobody works for it at this moment. */
  public boolean isIdle() {
    return operations.get() == 0;
  }
}
