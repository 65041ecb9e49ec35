package dev.meerkat.commands.catalog;

import dev.meerkat.engine.Operation;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;

/**
 * Drops all that a database holds. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/command/dropDatabase/">dropDatabase</a>
 */
public final class DropDatabaseCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("dropDatabase")
          .help("drop (delete) this database")
          .value(Field.integral("dropDatabase").required())
          .stable()
          .writeConcern()
          .fields();

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    if (request.int64("dropDatabase", 0) != 1) {
      throw new ServerException(
          ErrorCode.location(5255100), "Have to pass 1 as 'dropDatabase' parameter");
    }
    Operation operation = Operation.of(context);
    boolean existed =
        operation.engine().catalog().snapshot().databases().containsKey(request.database());
    operation.engine().catalog().drops().dropDatabase(operation, request.database());
    if (existed) {
      reply.appendString("dropped", request.database());
    }
  }
}
