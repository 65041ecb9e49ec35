package dev.meerkat.commands.diagnostic;

import dev.meerkat.engine.Engine;
import dev.meerkat.engine.Operation;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;

/**
 * Answers the configuration of the replica set: one member. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/command/replSetGetConfig/">replSetGetConfig</a>
 */
public final class ReplSetGetConfigCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("replSetGetConfig")
          .help("Returns the current replica set configuration")
          .adminOnly()
          .fields(Field.bool("commitmentStatus"));

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    Operation operation = Operation.of(context);
    Engine engine = operation.engine();
    ReplicaSetOfOne.require(engine);
    reply.beginDocument("config");
    reply.appendString("_id", engine.options().replicaSet());
    reply.appendInt32("version", 1);
    reply.appendInt32("term", (int) HelloReply.TERM);
    reply.beginArray("members").beginDocument(reply.nextIndex());
    reply.appendInt32("_id", 0);
    reply.appendString("host", engine.server().hostAndPort());
    reply.appendBoolean("arbiterOnly", false);
    reply.appendBoolean("buildIndexes", true);
    reply.appendBoolean("hidden", false);
    reply.appendDouble("priority", 1);
    reply.beginDocument("tags").end();
    reply.appendInt64("secondaryDelaySecs", 0);
    reply.appendInt32("votes", 1).end().end();
    reply.appendInt64("protocolVersion", 1);
    reply.appendBoolean(
        "writeConcernMajorityJournalDefault", engine.options().majorityWaitsForSync());
    reply.beginDocument("settings");
    reply.appendBoolean("chainingAllowed", true);
    reply.appendInt32("heartbeatIntervalMillis", 2000);
    reply.appendInt32("heartbeatTimeoutSecs", 10);
    reply.appendInt32("electionTimeoutMillis", 10000);
    reply.beginDocument("getLastErrorModes").end();
    reply.appendObjectId("replicaSetId", engine.server().processId()).end().end();
    if (request.bool("commitmentStatus", false)) {
      reply.appendBoolean("commitmentStatus", true);
    }
  }
}
