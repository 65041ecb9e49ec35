package dev.meerkat.commands.diagnostic;

import dev.meerkat.engine.Operation;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;

/**
 * Answers who is authenticated on the connection. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/command/connectionStatus/">connectionStatus</a>
 */
public final class ConnectionStatusCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("connectionStatus")
          .help("Returns connection-specific information such as logged-in users and their roles")
          .stable()
          .withoutAuthentication()
          .fields(Field.safeBool("showPrivileges"));

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    String user = Operation.of(context).connection().user();
    reply.beginDocument("authInfo");
    reply.beginArray("authenticatedUsers");
    int at = user.lastIndexOf('@');
    if (at >= 0) {
      reply.beginDocument(reply.nextIndex());
      reply.appendString("user", user.substring(0, at));
      reply.appendString("db", user.substring(at + 1)).end();
    }
    reply.end();
    reply.beginArray("authenticatedUserRoles").end();
    if (request.bool("showPrivileges", false)) {
      reply.beginArray("authenticatedUserPrivileges").end();
    }
    reply.end();
  }
}
