package dev.meerkat.commands.session;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.session.Session;
import dev.meerkat.engine.session.SessionKey;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.DocumentSchema;
import dev.meerkat.spi.command.Field;
import dev.meerkat.spi.command.Fields;
import dev.meerkat.spi.command.SessionId;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonValue;

/**
 * Ends the operations and cursors of the sessions that fit a pattern; of everybody, without one.
 * Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/command/killAllSessionsByPattern/">killAllSessionsByPattern</a>
 */
public final class KillAllSessionsByPatternCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("killAllSessionsByPattern")
          .help("kill logical sessions by pattern")
          .value(Field.documents("killAllSessionsByPattern").required())
          .fields();

  private static final DocumentSchema PATTERN =
      DocumentSchema.of(
          "killAllSessionsByPattern",
          Field.document("lsid"),
          Field.of("uid", BsonBytes.BINARY),
          // In whose name it is done, where there are users: it says nothing of whose sessions.
          Field.documents("users"),
          Field.documents("roles"));

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    Operation operation = Operation.of(context);
    List<DocumentView> patterns = request.documents("killAllSessionsByPattern");
    List<SessionKey> keys = new ArrayList<>();
    for (DocumentView pattern : patterns) {
      keys.addAll(matching(PATTERN.parse(pattern), operation));
    }
    if (patterns.isEmpty() || !keys.isEmpty()) {
      operation.engine().sessions().kill(keys, operation);
    }
  }

  private static List<SessionKey> matching(Fields pattern, Operation operation) {
    SessionId wanted = pattern.has("lsid") ? SessionId.parse(pattern.document("lsid")) : null;
    BsonValue uid = pattern.value("uid");
    List<SessionKey> keys = new ArrayList<>();
    for (Session session : operation.engine().sessions().all()) {
      SessionKey key = session.key();
      boolean fits =
          (wanted == null || key.id().equals(wanted.id()))
              && (uid == null || uid.equals(key.toBson().get("uid")));
      if (fits) {
        keys.add(key);
      }
    }
    return keys;
  }
}
