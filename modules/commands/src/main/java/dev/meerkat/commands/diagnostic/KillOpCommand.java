package dev.meerkat.commands.diagnostic;

import dev.meerkat.engine.Operation;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;

/**
 * Ends another operation at its next check. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/killOp/">killOp</a>
 */
public final class KillOpCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("killOp")
          .help("Kill the operation with the given opid")
          .adminOnly()
          .fields(Field.integral("op").exact().required());

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    Operation.of(context).engine().operations().kill(request.int64("op", 0));
    reply.appendString("info", "attempting to kill op");
  }
}
