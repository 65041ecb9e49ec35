package dev.meerkat.commands.session;

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
    if (!operation.engine().options().isReplicaSet()) {
      throw new ServerException(
          ErrorCode.location(51300), "'getDefaultRWConcern' is not supported on standalone nodes.");
    }
    reply.beginDocument("defaultReadConcern").appendString("level", "local").end();
    reply.beginDocument("defaultWriteConcern");
    reply.appendString("w", "majority").appendInt32("wtimeout", 0).end();
    reply.appendString("defaultWriteConcernSource", "implicit");
    reply.appendString("defaultReadConcernSource", "implicit");
    reply.appendDateTime("localUpdateWallClockTime", operation.ticker().wallMillis());
  }
}
