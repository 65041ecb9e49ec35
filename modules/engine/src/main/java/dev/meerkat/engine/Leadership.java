package dev.meerkat.engine;

import dev.meerkat.engine.session.Session;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.storage.Durability;
import org.bson.BsonDocument;
import org.bson.BsonString;

/**
 * Whether the only member of the replica set is its primary: always, but for the time that somebody
 * has forced it to step down. Reads go on then, and writes of clients are refused. When its time is
 * up it elects itself, in another term. Threads: safe.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/command/replSetStepDown/">replSetStepDown</a>
 */
public final class Leadership {
  public static final ErrorCode NOT_WRITABLE_PRIMARY = new ErrorCode(10107, "NotWritablePrimary");

  private static final long NANOS = 1_000_000_000;

  private final Engine engine;
  private volatile boolean steppedDown;
  private volatile long untilNanos;
  private volatile int changes;

  Leadership(Engine engine) {
    this.engine = engine;
  }

  public boolean isPrimary() {
    if (steppedDown && engine.ticker().nanos() - untilNanos >= 0) {
      stepUp();
    }
    return !steppedDown;
  }

  /** How often it has become another. */
  int changes() {
    return isPrimary() || steppedDown ? changes : 0;
  }

  /**
   * Steps down, and ends all open transactions, as mongod does.
   *
   * @param seconds above 0
   */
  public synchronized void stepDown(long seconds) {
    untilNanos = engine.ticker().nanos() + seconds * NANOS;
    if (!steppedDown) {
      steppedDown = true;
      changes++;
      for (Session session : engine.sessions().all()) {
        if (!session.transactions().tryAbort()) {
          engine.operations().kill(session, null);
        }
      }
    }
  }

  /** Becomes primary again, before its time perhaps, and tells the oplog so. */
  public void stepUp() {
    if (!isElected()) {
      return;
    }
    // While somebody copies the files nothing is told: the next entry has the new term all the
    // same.
    if (!engine.turns().lock().isLocked()) {
      var _ =
          engine
              .turns()
              .write(
                  Durability.BUFFERED,
                  turn -> {
                    turn.log().note(new BsonDocument("msg", new BsonString("new primary")));
                    return turn.timestamp();
                  });
      engine.replicaSetConfig().store();
    }
  }

  /** Answers false where it is primary already. */
  private synchronized boolean isElected() {
    if (!steppedDown) {
      return false;
    }
    engine.oplog().beginTerm();
    steppedDown = false;
    changes++;
    return true;
  }

  /**
   * @throws ServerException 10107 while another would have to be primary
   */
  void requirePrimary() {
    if (steppedDown && !isPrimary()) {
      throw new ServerException(NOT_WRITABLE_PRIMARY, "not primary");
    }
  }
}
