package dev.meerkat.commands.session;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.session.SessionKey;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;
import dev.meerkat.spi.command.SessionId;
import java.util.ArrayList;
import java.util.List;

/**
 * Ends the operations and cursors of logical sessions; of all of the user's, where none is named.
 * Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/command/killSessions/">killSessions</a>
 */
public final class KillSessionsCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("killSessions")
          .help("kill a logical session and its operations")
          .value(Field.documents("killSessions").required())
          .fields();

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    Operation operation = Operation.of(context);
    List<SessionKey> keys = new ArrayList<>();
    for (SessionId session : SessionIds.parse(request, "killSessions")) {
      keys.add(SessionKey.of(session, operation.connection().user()));
    }
    if (keys.isEmpty()) {
      keys.addAll(SessionIds.ofUser(operation));
    }
    if (!keys.isEmpty()) {
      operation.engine().sessions().kill(keys, operation);
    }
  }
}
