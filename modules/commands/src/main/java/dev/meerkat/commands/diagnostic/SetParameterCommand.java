package dev.meerkat.commands.diagnostic;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.Parameters;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * Changes a parameter of the running server. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/command/setParameter/">setParameter</a>
 */
public final class SetParameterCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("setParameter")
          .help("set administrative option(s)")
          .adminOnly()
          .ignoresUnknownFields()
          .fields();

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    Parameters parameters = Operation.of(context).engine().server().parameters();
    BsonDocument body = request.body().toBson();
    body.keySet().removeIf(request::knows);
    if (body.isEmpty()) {
      throw new ServerException(
          ErrorCode.INVALID_OPTIONS, "no option found to set, use help:true to see options ");
    }
    body.forEach(
        (name, value) -> {
          BsonValue before = parameters.set(name, value);
          if (name.equals(body.getFirstKey())) {
            reply.append("was", before);
          }
        });
  }
}
