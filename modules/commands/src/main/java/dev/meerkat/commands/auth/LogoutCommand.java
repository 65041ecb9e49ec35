package dev.meerkat.commands.auth;

import dev.meerkat.engine.Operation;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;

/**
 * Forgets who has logged in on the connection. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/logout/">logout</a>
 */
public final class LogoutCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("logout").help("de-authenticate").withoutAuthentication().fields();

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    Operation.of(context).connection().login().logout();
  }
}
