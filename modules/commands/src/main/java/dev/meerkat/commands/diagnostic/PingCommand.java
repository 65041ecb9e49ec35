package dev.meerkat.commands.diagnostic;

import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;

/**
 * Answers, so that a client knows that the server does. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/ping/">ping</a>
 */
public final class PingCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("ping")
          .help(
              "a way to check that the server is alive. responds immediately even if server is in a"
                  + " db lock.")
          .stable()
          .withoutAuthentication()
          .fields();

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    // The answer is all there is to it.
  }
}
