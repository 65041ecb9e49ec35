package dev.meerkat.commands.replication;

import dev.meerkat.engine.Engine;
import dev.meerkat.engine.Operation;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;
import org.bson.BsonDocument;
import org.bson.BsonTimestamp;

/** Writes an entry to the oplog that changes nothing. Threads: immutable. */
public final class AppendOplogNoteCommand implements Command {
  private static final ErrorCode NO_SUCH_KEY = new ErrorCode(4, "NoSuchKey");

  /** What mongod answers where the cluster's time is not behind the one asked for. */
  private static final ErrorCode STALE_CLUSTER_TIME = new ErrorCode(209, "StaleClusterTime");

  private static final CommandSchema SCHEMA =
      CommandSchema.of("appendOplogNote")
          .help("Adds a no-op entry to the oplog")
          .adminOnly()
          .writeConcern()
          .fields(Field.document("data"), Field.any("maxClusterTime"));

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    Operation operation = Operation.of(context);
    Engine engine = operation.engine();
    ReplicaSetOfOne.require(engine);
    BsonDocument data = request.bsonOrNull("data");
    if (data == null) {
      throw new ServerException(NO_SUCH_KEY, "Missing expected field \"data\"");
    }
    if (request.value("maxClusterTime") instanceof BsonTimestamp limit
        && engine.clock().lastCommitted().compareTo(limit) > 0) {
      throw new ServerException(
          STALE_CLUSTER_TIME,
          "Requested maxClusterTime " + limit + " is less than the last primary OpTime");
    }
    var _ =
        operation.write(
            operation.durability(),
            turn -> {
              turn.log().note(data);
              return turn.timestamp();
            });
  }
}
