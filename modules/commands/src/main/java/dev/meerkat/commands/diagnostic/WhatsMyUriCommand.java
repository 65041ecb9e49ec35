package dev.meerkat.commands.diagnostic;

import dev.meerkat.engine.Operation;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;

/**
 * Answers the client's own address as the server sees it. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/whatsmyuri/">whatsmyuri</a>
 */
public final class WhatsMyUriCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("whatsmyuri")
          .help("{whatsmyuri:1}")
          .ignoresUnknownFields()
          .withoutAuthentication()
          .fields();

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    reply.appendString("you", Operation.of(context).connection().remote());
  }
}
