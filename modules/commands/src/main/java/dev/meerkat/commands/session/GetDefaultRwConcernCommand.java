package dev.meerkat.commands.session;

import dev.meerkat.engine.ConcernDefaults;
import dev.meerkat.engine.Operation;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;

/**
 * Answers the read and write concern of commands that name none. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/command/getDefaultRWConcern/">getDefaultRWConcern</a>
 */
public final class GetDefaultRwConcernCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("getDefaultRWConcern")
          .help("get the current read/write concern defaults (cluster-wide)")
          .adminOnly()
          .fields(Field.bool("inMemory"));

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    Operation operation = Operation.of(context);
    ConcernDefaultsReply.refuseStandalone(operation, "getDefaultRWConcern");
    ConcernDefaults defaults = operation.engine().concernDefaults();
    boolean inMemory = request.bool("inMemory", false);
    ConcernDefaultsReply.write(operation, inMemory ? defaults.state() : defaults.load(), reply);
    if (inMemory) {
      reply.appendBoolean("inMemory", true);
    }
  }
}
