package dev.meerkat.engine.session;

import dev.meerkat.engine.Engine;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.collection.BatchOutcome;
import dev.meerkat.engine.collection.DeleteRequest;
import dev.meerkat.engine.collection.DeleteStatement;
import dev.meerkat.engine.collection.UpdateRequest;
import dev.meerkat.engine.collection.UpdateStatement;
import dev.meerkat.spi.Namespace;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;

/**
 * The sessions as clients may read them: documents of {@code config.system.sessions}, brought up to
 * date every few minutes, which a TTL index removes. Threads: safe; a refresh is guarded by itself.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/config-database/#mongodb-data-config.system.sessions">config.system.sessions</a>
 */
public final class SessionRecords {
  /** Where the documents are. */
  public static final Namespace NAMESPACE = new Namespace("config", "system.sessions");

  private static final int REFRESH_MILLIS = 300_000;
  private static final int BATCH = 1_000;

  private final Engine engine;
  private final LongSupplier refreshMillis;
  private final Set<SessionKey> ended = ConcurrentHashMap.newKeySet();
  private long refreshedMillis;

  public SessionRecords(Engine engine) {
    this.engine = engine;
    this.refreshMillis =
        engine
            .server()
            .parameters()
            .number("logicalSessionRefreshMillis", REFRESH_MILLIS, 1, false);
    this.refreshedMillis = engine.ticker().wallMillis();
  }

  /** Says that a session has ended before its time. */
  public void ended(SessionKey key) {
    ended.add(key);
  }

  /** Brings the documents up to date where it is time to do so. */
  public synchronized void refreshIfDue() {
    // Who waited for a copy of the files here would keep all housekeeping waiting.
    if (!engine.turns().lock().isLocked()
        && engine.ticker().wallMillis() - refreshedMillis >= refreshMillis.getAsLong()) {
      refresh();
    }
  }

  /** Writes the sessions that have been used since the last time, and removes those that ended. */
  public synchronized void refresh() {
    long since = refreshedMillis;
    refreshedMillis = engine.ticker().wallMillis();
    List<SessionKey> gone = new ArrayList<>(ended);
    gone.forEach(ended::remove);
    List<UpdateStatement> used = new ArrayList<>();
    for (Session session : engine.sessions().all()) {
      gone.remove(session.key());
      if (session.lastUseMillis() >= since) {
        used.add(statement(session));
      }
    }
    if (used.isEmpty() && engine.catalog().find(NAMESPACE) == null) {
      return;
    }
    try (Operation operation = engine.operations().beginInternal(NAMESPACE.database(), "update")) {
      ensureIndex(operation);
      for (int from = 0; from < used.size(); from += BATCH) {
        write(operation, used.subList(from, Math.min(used.size(), from + BATCH)));
      }
      remove(operation, gone);
    }
  }

  private void ensureIndex(Operation operation) {
    BsonDocument spec =
        new BsonDocument("key", new BsonDocument("lastUse", new BsonInt32(1)))
            .append("name", new BsonString("lsidTTLIndex"))
            .append("expireAfterSeconds", new BsonInt32(60 * engine.sessions().timeoutMinutes()));
    var _ = engine.indexes().create(operation, NAMESPACE, List.of(spec));
  }

  private static UpdateStatement statement(Session session) {
    BsonDocument id = new BsonDocument("_id", session.key().toBson());
    BsonDocument set = new BsonDocument("lastUse", new BsonDateTime(session.lastUseMillis()));
    if (!session.user().isEmpty()) {
      set.append("user", new BsonDocument("name", new BsonString(session.user())));
    }
    return new UpdateStatement(
        id, new BsonDocument("$set", set), null, false, true, null, null, null, null);
  }

  private void write(Operation operation, List<UpdateStatement> statements) {
    check(
        engine
            .writes()
            .update(
                operation,
                new UpdateRequest(
                    NAMESPACE, statements, false, null, new int[0], null, true, false)));
  }

  private void remove(Operation operation, List<SessionKey> keys) {
    List<DeleteStatement> statements = new ArrayList<>();
    for (SessionKey key : keys) {
      statements.add(new DeleteStatement(new BsonDocument("_id", key.toBson()), true, null, null));
    }
    if (!statements.isEmpty()) {
      check(
          engine
              .writes()
              .delete(
                  operation,
                  new DeleteRequest(NAMESPACE, statements, false, null, new int[0], null)));
    }
  }

  private static void check(BatchOutcome outcome) {
    if (!outcome.errors().isEmpty()) {
      throw outcome.errors().getFirst().toException();
    }
  }
}
