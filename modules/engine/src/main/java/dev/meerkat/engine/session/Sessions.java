package dev.meerkat.engine.session;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.Parameters;
import dev.meerkat.engine.Turns;
import dev.meerkat.engine.transaction.SessionTransactions;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.Ticker;
import dev.meerkat.spi.command.SessionId;
import dev.meerkat.spi.storage.Storage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** The logical sessions that are alive. Threads: safe. */
public final class Sessions {
  private static final int TIMEOUT_MINUTES = 30;
  private static final int MAX_SESSIONS = 1_000_000;
  private static final ErrorCode TOO_MANY = new ErrorCode(261, "TooManyLogicalSessions");

  private static final long REMOVAL_MILLIS = 300_000;

  private final Ticker ticker;
  private final Storage storage;
  private final SessionRows rows;
  private final ConcurrentMap<SessionKey, Session> sessions = new ConcurrentHashMap<>();
  private final Runnable recorded;
  private final Consumer<SessionKey> ended;
  private final LongSupplier timeoutMinutes;
  private final LongSupplier maxSessions;
  private volatile long nextRemovalMillis;

  /**
   * @param recorded told of each row of a retryable write
   * @param ended told of each session that has ended, so that its cursors end too
   */
  public Sessions(
      Ticker ticker,
      Storage storage,
      Turns turns,
      Parameters parameters,
      Runnable recorded,
      Consumer<SessionKey> ended) {
    this.ticker = ticker;
    this.recorded = recorded;
    this.timeoutMinutes =
        parameters.number("localLogicalSessionTimeoutMinutes", TIMEOUT_MINUTES, 1, false);
    this.maxSessions = parameters.number("maxSessions", MAX_SESSIONS, 1, false);
    this.storage = storage;
    this.rows = new SessionRows(storage, turns);
    this.ended = ended;
  }

  /** Minutes without use after which a session ends, as hello tells the clients. */
  public int timeoutMinutes() {
    return (int) timeoutMinutes.getAsLong();
  }

  /**
   * The session of that name, made where there is none.
   *
   * @throws ServerException 261 where there are too many
   */
  public Session use(SessionId id, String user) {
    SessionKey key = SessionKey.of(id, user);
    Session session = sessions.get(key);
    if (session == null) {
      if (sessions.size() >= maxSessions.getAsLong()) {
        throw new ServerException(
            TOO_MANY,
            "Unable to add session into the cache because the number of active sessions is too"
                + " high");
      }
      session =
          sessions.computeIfAbsent(
              key,
              absent ->
                  new Session(
                      this,
                      absent,
                      user,
                      new RetryableWrites(absent, storage, ticker, recorded),
                      ticker.wallMillis()));
    }
    session.touch(ticker.wallMillis());
    return session;
  }

  /** Ends sessions of this user; unknown ones are no error. */
  public void end(List<SessionId> ids, String user) {
    for (SessionId id : ids) {
      end(SessionKey.of(id, user));
    }
  }

  /** Ends sessions, their cursors and their operations; all of them where {@code keys} is empty. */
  public void kill(Collection<SessionKey> keys, Operation killer) {
    for (SessionKey key : keys.isEmpty() ? List.copyOf(sessions.keySet()) : List.copyOf(keys)) {
      Session session = sessions.get(key);
      if (session != null) {
        killer.engine().operations().kill(session, killer);
        end(session.transactions());
        ended.accept(key);
      }
    }
  }

  /** The sessions that are alive, in no order. */
  public List<Session> all() {
    return new ArrayList<>(sessions.values());
  }

  /** Ends what has not been used for {@link #timeoutMinutes}. */
  public void endIdle() {
    long limit = ticker.wallMillis() - timeoutMinutes() * 60_000L;
    for (Session session : sessions.values()) {
      if (session.lastUseMillis() < limit && session.isIdle()) {
        end(session.key());
      }
    }
    if (limit >= nextRemovalMillis) {
      // What is this old belongs to no session any more, for each write makes its session young.
      rows.removeBefore(limit);
      nextRemovalMillis = limit + REMOVAL_MILLIS;
    }
  }

  private void end(SessionKey key) {
    Session session = sessions.remove(key);
    if (session != null) {
      session.end();
      end(session.transactions());
      ended.accept(key);
    }
  }

  /** Whoever works in a transaction has been told to stop; it goes with its operation. */
  private static void end(SessionTransactions transactions) {
    var _ = transactions.tryAbort();
  }
}
