package dev.meerkat.commands.crud;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.cursor.CursorRegistry;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonInt64;
import org.bson.BsonValue;

/**
 * Closes cursors. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/killCursors/">killCursors</a>
 */
public final class KillCursorsCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("killCursors")
          .help("Kill a list of cursor ids")
          .collection()
          .stable()
          .inTransactions()
          .fields(Field.array("cursors").required());

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    Operation operation = Operation.of(context);
    CursorRegistry.Killed killed = operation.engine().cursors().kill(ids(request));
    append(reply, "cursorsKilled", killed.killed());
    append(reply, "cursorsNotFound", killed.notFound());
    append(reply, "cursorsAlive", List.of());
    append(reply, "cursorsUnknown", List.of());
  }

  private static List<Long> ids(CommandRequest request) {
    List<Long> ids = new ArrayList<>();
    for (BsonValue value : request.array("cursors")) {
      if (value.isNull()) {
        continue;
      }
      if (!(value instanceof BsonInt64 id)) {
        throw new ServerException(
            ErrorCode.TYPE_MISMATCH,
            "BSON field 'killCursors.cursors.%d' is the wrong type, expected type 'long'"
                .formatted(ids.size()));
      }
      ids.add(id.getValue());
    }
    return ids;
  }

  private static void append(DocumentBuilder reply, String name, List<Long> ids) {
    reply.beginArray(name);
    for (long id : ids) {
      reply.appendInt64(reply.nextIndex(), id);
    }
    reply.end();
  }
}
