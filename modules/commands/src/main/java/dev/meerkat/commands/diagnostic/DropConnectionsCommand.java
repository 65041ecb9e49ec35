package dev.meerkat.commands.diagnostic;

import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;
import org.bson.BsonValue;

/**
 * Drops the server's own connections to other members. A set of one has none, so that there is
 * nothing to do. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/command/dropConnections/">dropConnections</a>
 */
public final class DropConnectionsCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("dropConnections")
          .help("Drop egress connections to specific host+port pairs")
          .adminOnly()
          .fields(Field.array("hostAndPort").required());

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    // The server is connected to nobody: what is left is to look at what was given.
    for (BsonValue peer : request.array("hostAndPort")) {
      if (!peer.isString() && !peer.isNull()) {
        throw new ServerException(
            ErrorCode.TYPE_MISMATCH, "BSON field 'dropConnections.hostAndPort' holds no string");
      }
    }
  }
}
