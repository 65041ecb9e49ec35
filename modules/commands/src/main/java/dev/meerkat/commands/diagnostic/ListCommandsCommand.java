package dev.meerkat.commands.diagnostic;

import dev.meerkat.engine.Operation;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;

/**
 * Answers every command that this server has, plugins' too. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/command/listCommands/">listCommands</a>
 */
public final class ListCommandsCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("listCommands")
          .help("get a list of all db commands")
          .stable()
          .withoutAuthentication()
          .ignoresUnknownFields()
          .fields();

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    reply.beginDocument("commands");
    for (CommandSchema command : Operation.of(context).engine().server().commands()) {
      append(command, reply);
    }
    reply.end();
  }

  private static void append(CommandSchema command, DocumentBuilder reply) {
    reply.beginDocument(command.name());
    reply.appendString("help", command.help());
    reply.appendBoolean("requiresAuth", command.requiresAuthentication());
    reply.appendBoolean("secondaryOk", !command.takesWriteConcern());
    reply.appendBoolean("adminOnly", command.isAdminOnly());
    reply.beginArray("apiVersions");
    if (command.isStable()) {
      reply.appendString(reply.nextIndex(), "1");
    }
    reply.end();
    reply.beginArray("deprecatedApiVersions");
    if (command.isDeprecated()) {
      reply.appendString(reply.nextIndex(), "1");
    }
    reply.end();
    reply.end();
  }
}
