package dev.meerkat.commands.replication;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.ServerControl;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;
import org.bson.BsonTimestamp;

/**
 * Answers how the replica set is: one member, the primary. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/command/replSetGetStatus/">replSetGetStatus</a>
 */
public final class ReplSetGetStatusCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("replSetGetStatus")
          .help("Report status of a replica set from the POV of this server")
          .adminOnly()
          .fields(Field.any("initialSync"));

  private static final int PRIMARY = 1;
  private static final int SECONDARY = 2;

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    Operation operation = Operation.of(context);
    ReplicaSetOfOne.require(operation.engine());
    BsonTimestamp applied = ReplicaSetOfOne.applied(operation.engine());
    BsonTimestamp durable = ReplicaSetOfOne.durable(operation.engine());
    boolean isPrimary = operation.engine().leadership().isPrimary();
    long term = operation.engine().oplog().terms().now();
    reply.appendString("set", operation.engine().options().replicaSet());
    reply.appendDateTime("date", operation.ticker().wallMillis());
    reply.appendInt32("myState", isPrimary ? PRIMARY : SECONDARY);
    reply.appendInt64("term", term);
    reply.appendString("syncSourceHost", "");
    reply.appendInt32("syncSourceId", -1);
    reply.appendInt64("heartbeatIntervalMillis", 2000);
    reply.appendInt32("majorityVoteCount", 1);
    reply.appendInt32("writeMajorityCount", 1);
    reply.appendInt32("votingMembersCount", 1);
    reply.appendInt32("writableVotingMembersCount", 1);
    reply.beginDocument("optimes");
    HelloReply.opTime("lastCommittedOpTime", durable, term, reply);
    reply.appendDateTime("lastCommittedWallTime", HelloReply.millis(durable));
    HelloReply.opTime("readConcernMajorityOpTime", durable, term, reply);
    HelloReply.opTime("appliedOpTime", applied, term, reply);
    HelloReply.opTime("durableOpTime", durable, term, reply);
    HelloReply.opTime("writtenOpTime", applied, term, reply);
    reply.appendDateTime("lastAppliedWallTime", HelloReply.millis(applied));
    reply.appendDateTime("lastDurableWallTime", HelloReply.millis(durable));
    reply.appendDateTime("lastWrittenWallTime", HelloReply.millis(applied)).end();
    reply.beginArray("members").beginDocument(reply.nextIndex());
    member(operation, reply);
    reply.end().end();
  }

  private static void member(Operation operation, DocumentBuilder reply) {
    ServerControl server = operation.engine().server();
    BsonTimestamp applied = ReplicaSetOfOne.applied(operation.engine());
    BsonTimestamp durable = ReplicaSetOfOne.durable(operation.engine());
    boolean isPrimary = operation.engine().leadership().isPrimary();
    long term = operation.engine().oplog().terms().now();
    long started = server.startedAtMillis();
    reply.appendInt32("_id", 0);
    reply.appendString("name", server.hostAndPort());
    reply.appendDouble("health", 1);
    reply.appendInt32("state", isPrimary ? PRIMARY : SECONDARY);
    reply.appendString("stateStr", isPrimary ? "PRIMARY" : "SECONDARY");
    reply.appendInt32("uptime", (int) ((operation.ticker().wallMillis() - started) / 1000));
    HelloReply.opTime("optime", applied, term, reply);
    reply.appendDateTime("optimeDate", HelloReply.millis(applied));
    HelloReply.opTime("optimeWritten", applied, term, reply);
    reply.appendDateTime("optimeWrittenDate", HelloReply.millis(applied));
    reply.appendDateTime("lastAppliedWallTime", HelloReply.millis(applied));
    reply.appendDateTime("lastDurableWallTime", HelloReply.millis(durable));
    reply.appendDateTime("lastWrittenWallTime", HelloReply.millis(applied));
    reply.appendString("syncSourceHost", "");
    reply.appendInt32("syncSourceId", -1);
    reply.appendString("infoMessage", "");
    reply.appendTimestamp("electionTime", new BsonTimestamp((int) (started / 1000), 1).getValue());
    reply.appendDateTime("electionDate", started);
    reply.appendInt32("configVersion", 1);
    reply.appendInt32("configTerm", (int) term);
    reply.appendBoolean("self", true);
    reply.appendString("lastHeartbeatMessage", "");
  }
}
