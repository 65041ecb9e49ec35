package dev.meerkat.engine.transaction;

import dev.meerkat.engine.Engine;
import dev.meerkat.engine.session.Session;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.bson.BsonInt32;
import org.bson.BsonNumber;
import org.bson.BsonValue;

/**
 * Ends transactions that are open for too long, and the oldest ones where the values that they keep
 * take too much memory. Threads: safe.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/parameters/#mongodb-parameter-param.transactionLifetimeLimitSeconds">transactionLifetimeLimitSeconds</a>
 */
public final class TransactionWatch {
  private static final int DEFAULT_LIFETIME_SECONDS = 60;

  private final Engine engine;
  private final Supplier<BsonValue> lifetimeSeconds;

  public TransactionWatch(Engine engine) {
    this.engine = engine;
    this.lifetimeSeconds =
        engine
            .server()
            .parameters()
            .define(
                "transactionLifetimeLimitSeconds",
                new BsonInt32(DEFAULT_LIFETIME_SECONDS),
                TransactionWatch::checkLifetime,
                true);
  }

  /** Looks after all open transactions. */
  public void run() {
    long limit = ((BsonNumber) lifetimeSeconds.get()).longValue() * 1_000_000_000L;
    for (Session session : engine.sessions().all()) {
      Transaction open = session.transactions().open();
      if (open != null && open.ageNanos() > limit) {
        end(session);
      }
    }
    relieve();
    oldestFirst().stream()
        .filter(session -> engine.history().isFull())
        .findFirst()
        .ifPresent(this::end);
  }

  /**
   * Gives up what keeps too many old values: snapshot reads first, then the oldest transactions
   * that nobody works in. Called after each commit, and never in a turn.
   */
  public void relieve() {
    if (!engine.history().isFull()) {
      return;
    }
    engine.snapshotReads().giveUp();
    for (Session session : oldestFirst()) {
      if (!engine.history().isFull()) {
        return;
      }
      var _ = session.transactions().tryAbort();
    }
  }

  private List<Session> oldestFirst() {
    return engine.sessions().all().stream()
        .filter(session -> session.transactions().open() != null)
        .sorted(Comparator.comparingLong(TransactionWatch::age).reversed())
        .toList();
  }

  private static long age(Session session) {
    Transaction open = session.transactions().open();
    return open == null ? 0 : open.ageNanos();
  }

  /** Where a command works in it, that one is stopped, and the next round tries again. */
  private void end(Session session) {
    if (!session.transactions().tryAbort()) {
      engine.operations().kill(session, null);
    }
  }

  private static BsonValue checkLifetime(BsonValue value) {
    if (!(value instanceof BsonNumber number) || number.longValue() < 1) {
      throw new ServerException(
          ErrorCode.BAD_VALUE,
          "transactionLifetimeLimitSeconds must be greater than or equal to 1");
    }
    return new BsonInt32((int) Math.min(Integer.MAX_VALUE, number.longValue()));
  }
}
