package dev.meerkat.commands.replication;

import dev.meerkat.engine.Operation;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;

/**
 * Answers what the server is and how to talk to it: the first that a client asks. Threads:
 * immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/hello/">hello</a>
 */
public final class HelloCommand implements Command {
  private static final CommandSchema SCHEMA = HelloReply.schema("hello");

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    HelloReply.check(request);
    HelloReply.write(Operation.of(context), "isWritablePrimary", reply);
    HelloReply.writeMechanisms(request, Operation.of(context).engine().server(), reply);
  }
}
