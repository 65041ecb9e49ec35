package dev.meerkat.commands.session;

import dev.meerkat.engine.Operation;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.SessionId;
import org.bson.BsonBinary;
import org.bson.UuidRepresentation;

/**
 * Begins a logical session. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/command/startSession/">startSession</a>
 */
public final class StartSessionCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("startSession").help("start a logical session").fields();

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    Operation operation = Operation.of(context);
    SessionId session = new SessionId(operation.seeds().newUuid());
    operation.engine().sessions().use(session, operation.connection().user());
    reply.beginDocument("id");
    reply.append("id", new BsonBinary(session.id(), UuidRepresentation.STANDARD)).end();
    reply.appendInt32("timeoutMinutes", operation.engine().sessions().timeoutMinutes());
  }
}
