package dev.meerkat.commands.crud;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.collection.CountRequest;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;

/**
 * Counts the documents that match a filter. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/count/">count</a>
 */
public final class CountCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("count")
          .help("count objects in collection")
          .collection()
          .stable()
          .readConcern()
          .fields(
              Field.document("query"),
              Field.integral("limit").nullRefused(),
              Field.integral("skip").atLeast(0),
              Field.hint("hint"),
              Field.document("collation"),
              Field.any("fields"),
              Field.uuid("collectionUUID"));

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    Operation operation = Operation.of(context);
    ViewReply.begin(request.namespace(), operation, reply);
    long count = operation.engine().reads().count(operation, parse(request));
    // As mongod: an int32 as long as it fits.
    if (count == (int) count) {
      reply.appendInt32("n", (int) count);
    } else {
      reply.appendInt64("n", count);
    }
  }

  static CountRequest parse(CommandRequest request) {
    long limit = request.int64("limit", 0);
    if (limit == Long.MIN_VALUE) {
      throw new ServerException(ErrorCode.BAD_VALUE, "Limit value is out of range");
    }
    return new CountRequest(
        request.namespace(),
        request.bson("query"),
        request.int64("skip", 0),
        // A negative limit is an old way to ask for one batch.
        Math.abs(limit),
        request.hint("hint"),
        request.bsonUnlessEmpty("collation"),
        request.uuid("collectionUUID"));
  }
}
