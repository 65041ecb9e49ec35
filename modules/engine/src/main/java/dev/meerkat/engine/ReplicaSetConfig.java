package dev.meerkat.engine;

import dev.meerkat.engine.collection.FindRequest;
import dev.meerkat.engine.collection.UpdateRequest;
import dev.meerkat.engine.collection.UpdateStatement;
import dev.meerkat.engine.cursor.OpenCursor;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.Namespace;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of the replica set of one, as {@code replSetGetConfig} answers it and {@code
 * local.system.replset} holds it. The set's id is made once and stays over restarts. Threads: safe;
 * guarded by itself.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/replica-configuration/">Configuration</a>
 */
public final class ReplicaSetConfig {
  public static final Namespace NAMESPACE = new Namespace("local", "system.replset");

  private static final String SETTINGS = "settings";
  private static final String SET_ID = "replicaSetId";

  private final Engine engine;
  private @Nullable BsonObjectId setId;

  ReplicaSetConfig(Engine engine) {
    this.engine = engine;
  }

  /** The configuration with the server's present address. */
  public synchronized BsonDocument current() {
    BsonObjectId id = setId;
    if (id == null) {
      BsonDocument stored = stored();
      id =
          stored != null
                  && stored.isDocument(SETTINGS)
                  && stored.getDocument(SETTINGS).isObjectId(SET_ID)
              ? stored.getDocument(SETTINGS).getObjectId(SET_ID)
              : new BsonObjectId(engine.seeds().newObjectId());
      setId = id;
    }
    return describe(id);
  }

  /** Stores the configuration where it is another than before; called when the server listens. */
  public synchronized void store() {
    BsonDocument current = current();
    if (!engine.options().isReplicaSet() || current.equals(stored())) {
      return;
    }
    UpdateStatement replace =
        new UpdateStatement(new BsonDocument(), current, null, false, true, null, null, null, null);
    try (Operation operation = engine.operations().beginInternal(NAMESPACE.database(), "update")) {
      var _ =
          engine
              .writes()
              .update(
                  operation,
                  new UpdateRequest(
                      NAMESPACE, List.of(replace), true, null, new int[0], null, false, false));
    }
  }

  private @Nullable BsonDocument stored() {
    try (Operation operation = engine.operations().beginInternal(NAMESPACE.database(), "find");
        OpenCursor cursor =
            engine.reads().find(operation, FindRequest.of(NAMESPACE, new BsonDocument()))) {
      DocumentView found = cursor.first();
      return found == null ? null : found.toBson();
    }
  }

  private BsonDocument describe(BsonObjectId id) {
    BsonDocument member =
        new BsonDocument("_id", new BsonInt32(0))
            .append("host", new BsonString(engine.server().hostAndPort()))
            .append("arbiterOnly", BsonBoolean.FALSE)
            .append("buildIndexes", BsonBoolean.TRUE)
            .append("hidden", BsonBoolean.FALSE)
            .append("priority", new BsonDouble(1))
            .append("tags", new BsonDocument())
            .append("secondaryDelaySecs", new BsonInt64(0))
            .append("votes", new BsonInt32(1));
    BsonDocument settings =
        new BsonDocument("chainingAllowed", BsonBoolean.TRUE)
            .append("heartbeatIntervalMillis", new BsonInt32(2000))
            .append("heartbeatTimeoutSecs", new BsonInt32(10))
            .append("electionTimeoutMillis", new BsonInt32(10000))
            .append("catchUpTimeoutMillis", new BsonInt32(-1))
            .append("catchUpTakeoverDelayMillis", new BsonInt32(30000))
            .append("getLastErrorModes", new BsonDocument())
            .append(
                "getLastErrorDefaults",
                new BsonDocument("w", new BsonInt32(1)).append("wtimeout", new BsonInt32(0)))
            .append(SET_ID, id);
    return new BsonDocument("_id", new BsonString(engine.options().replicaSet()))
        .append("version", new BsonInt32(1))
        .append("term", new BsonInt32((int) engine.oplog().terms().now()))
        .append("members", new BsonArray(List.of(member)))
        .append("protocolVersion", new BsonInt64(1))
        .append(
            "writeConcernMajorityJournalDefault",
            BsonBoolean.valueOf(engine.options().majorityWaitsForSync()))
        .append(SETTINGS, settings);
  }
}
