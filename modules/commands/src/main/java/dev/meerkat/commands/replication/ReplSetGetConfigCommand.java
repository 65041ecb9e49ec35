package dev.meerkat.commands.replication;

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
    reply.append("config", engine.replicaSetConfig().current());
    if (request.bool("commitmentStatus", false)) {
      reply.appendBoolean("commitmentStatus", true);
    }
  }
}
