package dev.meerkat.commands.replication;

import dev.meerkat.engine.Operation;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;

/**
 * Answers what the server is to clients that know hello by its older name. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/isMaster/">isMaster</a>
 */
public final class IsMasterCommand implements Command {
  private static final CommandSchema SCHEMA = HelloReply.schema("isMaster", "ismaster");

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    HelloReply.check(request);
    HelloReply.write(Operation.of(context), "ismaster", reply);
    HelloReply.writeMechanisms(request, Operation.of(context).engine().server(), reply);
  }
}
