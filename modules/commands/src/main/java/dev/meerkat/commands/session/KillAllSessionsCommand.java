package dev.meerkat.commands.session;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.session.SessionKey;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.DocumentSchema;
import dev.meerkat.spi.command.Field;
import dev.meerkat.spi.command.Fields;
import java.util.ArrayList;
import java.util.List;

/**
 * Ends the operations and cursors of all sessions of the users named; of everybody, where nobody
 * is. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/command/killAllSessions/">killAllSessions</a>
 */
public final class KillAllSessionsCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("killAllSessions")
          .help("kill all logical sessions, for a user, and their operations")
          .value(Field.documents("killAllSessions").required())
          .fields();

  private static final DocumentSchema USER =
      DocumentSchema.of(
          "killAllSessions", Field.string("user").required(), Field.string("db").required());

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    Operation operation = Operation.of(context);
    List<SessionKey> keys = new ArrayList<>();
    for (DocumentView document : request.documents("killAllSessions")) {
      Fields user = USER.parse(document);
      keys.addAll(SessionIds.ofUser(operation, user.string("user") + "@" + user.string("db")));
    }
    if (request.documents("killAllSessions").isEmpty() || !keys.isEmpty()) {
      operation.engine().sessions().kill(keys, operation);
    }
  }
}
