package dev.meerkat.engine;

import dev.meerkat.engine.collection.FindRequest;
import dev.meerkat.engine.collection.UpdateRequest;
import dev.meerkat.engine.collection.UpdateStatement;
import dev.meerkat.engine.cursor.OpenCursor;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.ReadConcern;
import dev.meerkat.spi.command.WriteConcern;
import java.lang.System.Logger.Level;
import java.util.List;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonTimestamp;
import org.jspecify.annotations.Nullable;

/**
 * The read and write concern of commands that name none, as {@code setDefaultRWConcern} has left
 * them: a document of {@code config.settings}. Threads: safe; changes are guarded by itself.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/command/setDefaultRWConcern/">setDefaultRWConcern</a>
 */
public final class ConcernDefaults {
  private static final Namespace SETTINGS = new Namespace("config", "settings");
  private static final BsonDocument ID =
      new BsonDocument("_id", new BsonString("ReadWriteConcernDefaults"));
  private static final String READ = "defaultReadConcern";
  private static final String WRITE = "defaultWriteConcern";
  private static final String OP_TIME = "updateOpTime";
  private static final String WALL_TIME = "updateWallClockTime";

  private final Engine engine;
  private volatile State state = State.NONE;

  ConcernDefaults(Engine engine) {
    this.engine = engine;
  }

  /**
   * What is set.
   *
   * @param read null where nothing is set
   * @param write null where nothing is set
   * @param opTime when that was set last, or null
   * @param wallTime when that was set last, or null
   * @param heardMillis when this server heard of it
   */
  public record State(
      @Nullable ReadConcern read,
      @Nullable WriteConcern write,
      @Nullable BsonTimestamp opTime,
      @Nullable BsonDateTime wallTime,
      long heardMillis) {
    static final State NONE = new State(null, null, null, null, 0);
  }

  /** What is set, as this server knows. */
  public State state() {
    return state;
  }

  /** The write concern in force for what a command says of it. */
  WriteConcern writeConcern(WriteConcern given) {
    WriteConcern set = state.write();
    if (set == null || given.isWGiven()) {
      return given;
    }
    return given.isGiven() ? given.withMembersOf(set) : set;
  }

  /** The read concern in force for what a command says of it that takes one. */
  ReadConcern readConcern(ReadConcern given) {
    ReadConcern set = state.read();
    return set == null || !given.isEmpty() ? given : set;
  }

  /**
   * Sets one of them or both; null leaves one as it is, and an empty document unsets it.
   *
   * @throws ServerException 2 for what is no default, 20 where the write concern would be unset
   */
  public synchronized State set(@Nullable BsonDocument read, @Nullable BsonDocument write) {
    if (read == null && write == null) {
      throw unsuitable(
          "At least one of the \"defaultReadConcern\" or \"defaultWriteConcern\" fields must be"
              + " present");
    }
    if (read != null) {
      checkRead(read);
    }
    if (write != null) {
      checkWrite(write);
    }
    State before = load();
    if (write != null && write.isEmpty() && before.write() != null) {
      throw new ServerException(
          ErrorCode.ILLEGAL_OPERATION,
          "The global default write concern cannot be unset once it is set.");
    }
    BsonDocument next = ID.clone();
    ReadConcern nextRead = read == null ? before.read() : parsedRead(read);
    WriteConcern nextWrite = write == null ? before.write() : parsedWrite(write);
    if (nextRead != null) {
      next.append(READ, new BsonDocument("level", new BsonString(nextRead.level().wireName())));
    }
    if (nextWrite != null) {
      next.append(WRITE, nextWrite.toBson());
    }
    next.append(OP_TIME, engine.clock().clusterTime());
    next.append(WALL_TIME, new BsonDateTime(engine.ticker().wallMillis()));
    store(next);
    return load();
  }

  private void store(BsonDocument next) {
    UpdateStatement statement =
        new UpdateStatement(ID, next, null, false, true, null, null, null, null);
    UpdateRequest request =
        new UpdateRequest(SETTINGS, List.of(statement), true, null, new int[0], null, true, false);
    try (Operation operation = engine.operations().beginInternal(SETTINGS.database(), "update")) {
      var outcome = engine.writes().update(operation, request);
      if (!outcome.errors().isEmpty()) {
        throw new IllegalStateException(outcome.errors().getFirst().toBson().toJson());
      }
    }
    engine.turns().syncIfNeeded();
  }

  /** Reads what is stored; called once before the first client, and where somebody asks. */
  public State load() {
    BsonDocument stored = read();
    State known = state;
    if (stored == null) {
      state = State.NONE;
    } else if (known.opTime() == null || !known.opTime().equals(stored.get(OP_TIME))) {
      try {
        state = parse(stored);
      } catch (ServerException e) {
        System.getLogger(ConcernDefaults.class.getName())
            .log(Level.WARNING, "The stored defaults for read and write concern are of no use", e);
      }
    }
    return state;
  }

  private @Nullable BsonDocument read() {
    try (Operation operation = engine.operations().beginInternal(SETTINGS.database(), "find");
        OpenCursor cursor = engine.reads().find(operation, FindRequest.of(SETTINGS, ID))) {
      DocumentView found = cursor.first();
      return found == null ? null : found.toBson();
    }
  }

  private State parse(BsonDocument stored) {
    return new State(
        stored.isDocument(READ) ? parsedRead(stored.getDocument(READ)) : null,
        stored.isDocument(WRITE) ? parsedWrite(stored.getDocument(WRITE)) : null,
        stored.get(OP_TIME) instanceof BsonTimestamp time ? time : null,
        stored.get(WALL_TIME) instanceof BsonDateTime time ? time : null,
        engine.ticker().wallMillis());
  }

  private static @Nullable ReadConcern parsedRead(BsonDocument document) {
    return document.isEmpty() ? null : ReadConcern.parse(DocumentView.of(document));
  }

  private static @Nullable WriteConcern parsedWrite(BsonDocument document) {
    return document.isEmpty() ? null : WriteConcern.parse(DocumentView.of(document));
  }

  private static void checkRead(BsonDocument document) {
    ReadConcern.Level level = ReadConcern.parse(DocumentView.of(document)).level();
    switch (level) {
      case LOCAL, AVAILABLE, MAJORITY -> {}
      case LINEARIZABLE, SNAPSHOT ->
          throw unsuitable(
              "level: '" + level.wireName() + "' is not suitable for the default read concern");
    }
    for (String field : document.keySet()) {
      if (field.equals("provenance")) {
        throw unsuitable("'provenance' must be unset in default read concern");
      }
      if (!field.equals("level")) {
        throw unsuitable("'" + field + "' is not suitable for the default read concern");
      }
    }
  }

  private static void checkWrite(BsonDocument document) {
    WriteConcern concern = WriteConcern.parse(DocumentView.of(document));
    if (concern.w().isInt32() && concern.w().asInt32().getValue() < 1) {
      throw unsuitable(
          "Unacknowledged write concern is not suitable for the default write concern");
    }
    if (concern.w().isString() && !concern.isMajority()) {
      throw new ServerException(
          ErrorCode.UNKNOWN_REPL_WRITE_CONCERN,
          "No write concern mode named '"
              + concern.w().asString().getValue()
              + "' found in replica set configuration");
    }
    if (document.containsKey("provenance")) {
      throw unsuitable("'provenance' must be unset in default write concern");
    }
  }

  private static ServerException unsuitable(String message) {
    return new ServerException(ErrorCode.BAD_VALUE, message);
  }
}
