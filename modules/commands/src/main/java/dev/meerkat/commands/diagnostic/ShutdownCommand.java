package dev.meerkat.commands.diagnostic;

import dev.meerkat.engine.Operation;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;

/**
 * Ends the server in an orderly way. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/shutdown/">shutdown</a>
 */
public final class ShutdownCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("shutdown")
          .help(
              "shutdown the database.  must be ran against admin db and either (1) ran from"
                  + " localhost or (2) authenticated.")
          .adminOnly()
          .fields(Field.safeBool("force"), Field.integral("timeoutSecs").atLeast(0));

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    Operation.of(context).engine().server().requestShutdown();
  }
}
