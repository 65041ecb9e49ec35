package dev.meerkat.commands.replication;

import dev.meerkat.engine.Engine;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.Parameters;
import dev.meerkat.engine.ServerControl;
import dev.meerkat.engine.TopologyVersion;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Limits;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.DocumentSchema;
import dev.meerkat.spi.command.Field;
import java.nio.ByteBuffer;
import org.bson.BsonArray;
import org.bson.BsonString;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * What hello and its older name answer. The connection itself negotiates compression, keeps the
 * client's metadata, and holds an awaitable hello back. Threads: immutable.
 */
final class HelloReply {
  private static final int MAX_WIRE_VERSION = 27;

  /** Where mongod's election ids begin; the term follows. */
  private static final int ELECTION = 0x7fffffff;

  private static final DocumentSchema TOPOLOGY_VERSION =
      DocumentSchema.of(
          "TopologyVersion",
          Field.of("processId", BsonBytes.OBJECT_ID).required(),
          Field.of("counter", BsonBytes.INT64).required());

  private HelloReply() {}

  static CommandSchema schema(String name, String... aliases) {
    return CommandSchema.of(name, aliases)
        .help("Status information for clients negotiating a connection with this server")
        .stable()
        .withoutAuthentication()
        .ignoresUnknownFields()
        .fields(
            Field.safeBool("helloOk"),
            Field.document("client"),
            Field.array("compression"),
            Field.document("topologyVersion"),
            Field.integral("maxAwaitTimeMS"),
            Field.of("saslSupportedMechs", BsonBytes.STRING, BsonBytes.DOCUMENT).nullRefused(),
            Field.document("speculativeAuthenticate"),
            Field.safeBool("loadBalanced"));
  }

  static void check(CommandRequest request) {
    boolean version = request.has("topologyVersion");
    boolean wait = request.has("maxAwaitTimeMS");
    if (version != wait) {
      throw new ServerException(
          ErrorCode.location(31368),
          version
              ? "A request with a 'topologyVersion' must include 'maxAwaitTimeMS'"
              : "A request with 'maxAwaitTimeMS' must include a 'topologyVersion'");
    }
    if (version) {
      if (TOPOLOGY_VERSION.parse(request.document("topologyVersion")).int64("counter", 0) < 0) {
        throw new ServerException(
            ErrorCode.location(31372), "topologyVersion must have a non-negative counter");
      }
      if (request.int64("maxAwaitTimeMS", 0) < 0) {
        throw new ServerException(
            ErrorCode.location(31373), "maxAwaitTimeMS must be a non-negative integer");
      }
    }
    checkUser(request);
  }

  private static void checkUser(CommandRequest request) {
    byte type = request.type("saslSupportedMechs");
    if (type == BsonBytes.DOCUMENT) {
      DocumentView user = request.document("saslSupportedMechs");
      if (user.get("user") == null || user.get("db") == null) {
        throw badUser();
      }
    } else if (type == BsonBytes.STRING && request.string("saslSupportedMechs").indexOf('.') < 1) {
      throw badUser();
    }
  }

  private static ServerException badUser() {
    return new ServerException(ErrorCode.BAD_VALUE, "UserName must be in the form 'db.user'");
  }

  /**
   * @param primary the field that says that this is the primary
   */
  static void write(Operation operation, String primary, DocumentBuilder reply) {
    Engine engine = operation.engine();
    reply.appendBoolean("helloOk", true);
    boolean isPrimary = engine.leadership().isPrimary();
    reply.appendBoolean(primary, isPrimary);
    TopologyVersion.write(engine, reply);
    if (engine.options().isReplicaSet()) {
      replicaSet(operation, isPrimary, reply);
    }
    Parameters.Parameter descriptor =
        engine.server().parameters().find("automationServiceDescriptor");
    if (descriptor != null && !descriptor.read().get().asString().getValue().isEmpty()) {
      reply.append("automationServiceDescriptor", descriptor.read().get());
    }
    reply.appendInt32("maxBsonObjectSize", Limits.MAX_DOCUMENT_BYTES);
    reply.appendInt32("maxMessageSizeBytes", Limits.MAX_MESSAGE_BYTES);
    reply.appendInt32("maxWriteBatchSize", Limits.MAX_WRITE_BATCH);
    reply.appendDateTime("localTime", operation.ticker().wallMillis());
    reply.appendInt32("logicalSessionTimeoutMinutes", engine.sessions().timeoutMinutes());
    reply.appendInt32("connectionId", Math.toIntExact(operation.connection().connectionId()));
    reply.appendInt32("minWireVersion", 0);
    reply.appendInt32("maxWireVersion", MAX_WIRE_VERSION);
    reply.appendBoolean("readOnly", false);
  }

  /** The mechanisms by which the user that the client asks for may log in. */
  static void writeMechanisms(CommandRequest request, ServerControl server, DocumentBuilder reply) {
    if (!request.has("saslSupportedMechs")) {
      return;
    }
    String database;
    String user;
    if (request.type("saslSupportedMechs") == BsonBytes.STRING) {
      String name = request.string("saslSupportedMechs");
      int dot = name.indexOf('.');
      database = name.substring(0, dot);
      user = name.substring(dot + 1);
    } else {
      DocumentView name = request.document("saslSupportedMechs");
      database = text(name.get("db"));
      user = text(name.get("user"));
    }
    BsonArray names = new BsonArray();
    server
        .mechanisms()
        .forEach(
            (name, mechanism) -> {
              if (mechanism.serves(database, user, server.credentials())) {
                names.add(new BsonString(name));
              }
            });
    if (!names.isEmpty()) {
      reply.append("saslSupportedMechs", names);
    }
  }

  private static String text(@Nullable BsonValue value) {
    return value instanceof BsonString text ? text.getValue() : "";
  }

  private static void replicaSet(Operation operation, boolean isPrimary, DocumentBuilder reply) {
    Engine engine = operation.engine();
    String address = operation.connection().serverAddress();
    reply.beginArray("hosts");
    reply.appendString(reply.nextIndex(), address).end();
    reply.appendString("setName", engine.options().replicaSet());
    reply.appendInt32("setVersion", 1);
    reply.appendBoolean("secondary", !isPrimary);
    if (isPrimary) {
      reply.appendString("primary", address);
    }
    reply.appendString("me", address);
    if (isPrimary) {
      reply.appendObjectId("electionId", electionId(engine.oplog().terms().now()));
    }
    BsonTimestamp applied = ReplicaSetOfOne.applied(engine);
    BsonTimestamp durable = ReplicaSetOfOne.durable(engine);
    reply.beginDocument("lastWrite");
    long term = engine.oplog().terms().now();
    opTime("opTime", applied, term, reply);
    reply.appendDateTime("lastWriteDate", millis(applied));
    opTime("majorityOpTime", durable, term, reply);
    reply.appendDateTime("majorityWriteDate", millis(durable)).end();
  }

  private static ObjectId electionId(long term) {
    return new ObjectId(
        ByteBuffer.allocate(Integer.BYTES + Long.BYTES).putInt(ELECTION).putLong(term).array());
  }

  static void opTime(String name, BsonTimestamp timestamp, long term, DocumentBuilder reply) {
    reply.beginDocument(name);
    reply.appendTimestamp("ts", timestamp.getValue());
    reply.appendInt64("t", term).end();
  }

  static long millis(BsonTimestamp timestamp) {
    return Integer.toUnsignedLong(timestamp.getTime()) * 1000;
  }
}
