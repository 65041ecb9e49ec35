package dev.meerkat.commands.session;

import dev.meerkat.engine.Operation;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;
import dev.meerkat.spi.command.SessionId;

/**
 * Keeps logical sessions alive. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/command/refreshSessions/">refreshSessions</a>
 */
public final class RefreshSessionsCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("refreshSessions")
          .help("renew a set of logical sessions")
          .value(Field.documents("refreshSessions").required())
          .fields();

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    Operation operation = Operation.of(context);
    for (SessionId session : SessionIds.parse(request, "refreshSessions")) {
      operation.engine().sessions().use(session, operation.connection().user());
    }
  }
}
