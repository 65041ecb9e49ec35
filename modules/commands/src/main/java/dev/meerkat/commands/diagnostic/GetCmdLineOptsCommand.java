package dev.meerkat.commands.diagnostic;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.ServerControl;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;

/**
 * Answers the command line and the options in force. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/command/getCmdLineOpts/">getCmdLineOpts</a>
 */
public final class GetCmdLineOptsCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("getCmdLineOpts").help("get argv").adminOnly().fields();

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    ServerControl server = Operation.of(context).engine().server();
    reply.append("argv", server.arguments());
    reply.append("parsed", server.parsedOptions());
  }
}
