package dev.meerkat.commands.crud;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.collection.DistinctRequest;
import dev.meerkat.engine.history.TimedRead;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;

/**
 * Collects the different values of a field. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/distinct/">distinct</a>
 */
public final class DistinctCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("distinct")
          .help("{ distinct : 'collection name' , key : 'a.b' , query : {} }")
          .collection()
          .snapshotReadConcern()
          .inTransactions()
          .fields(
              Field.string("key").required(),
              Field.document("query"),
              Field.hint("hint"),
              Field.document("collation"),
              Field.uuid("collectionUUID"));

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    Operation operation = Operation.of(context);
    ViewReply.begin(request.namespace(), operation, reply);
    reply.append("values", operation.engine().reads().distinct(operation, parse(request)));
    if (operation.readPoint() instanceof TimedRead read) {
      reply.appendTimestamp("atClusterTime", read.time());
    }
  }

  static DistinctRequest parse(CommandRequest request) {
    if (request.string("key").indexOf('\0') >= 0) {
      throw new ServerException(
          ErrorCode.location(31032), "Key field cannot contain an embedded null byte");
    }
    return new DistinctRequest(
        request.namespace(),
        request.string("key"),
        request.bson("query"),
        request.hint("hint"),
        request.bsonUnlessEmpty("collation"),
        request.uuid("collectionUUID"));
  }
}
