package dev.meerkat.commands.replication;

import dev.meerkat.engine.Operation;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;

/**
 * Refuses: the replica set of one has been there from the start. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/command/replSetInitiate/">replSetInitiate</a>
 */
public final class ReplSetInitiateCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("replSetInitiate")
          .help("Initiate/christen a replica set")
          .adminOnly()
          .ignoresUnknownFields()
          .fields();

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    ReplicaSetOfOne.require(Operation.of(context).engine());
    throw new ServerException(ErrorCode.ALREADY_INITIALIZED, "already initialized");
  }
}
