package dev.meerkat.commands.crud;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.cursor.GetMoreRequest;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;

/**
 * Answers a cursor's next batch. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/getMore/">getMore</a>
 */
public final class GetMoreCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("getMore")
          .help("retrieve more results from an existing cursor")
          .value(Field.of("getMore", BsonBytes.INT64).required())
          .stable()
          .snapshotReadConcern()
          .inTransactions()
          .fields(
              Field.collection("collection").wrongType(ErrorCode.TYPE_MISMATCH).required(),
              Field.integral("batchSize").atLeast(0),
              Field.of("term", BsonBytes.INT64).unstable(),
              Field.document("lastKnownCommittedOpTime").unstable());

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    Operation operation = Operation.of(context);
    GetMoreRequest getMore =
        new GetMoreRequest(
            request.int64("getMore", 0),
            new Namespace(request.database(), request.string("collection")),
            request.int64("batchSize", 0),
            request.has("maxTimeMS") ? request.common().maxTimeMillis() : -1);
    operation.engine().cursors().getMore(operation, getMore, reply);
  }
}
