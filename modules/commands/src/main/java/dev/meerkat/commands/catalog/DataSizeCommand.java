package dev.meerkat.commands.catalog;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.engine.catalog.IndexEntry;
import dev.meerkat.engine.collection.FindRequest;
import dev.meerkat.engine.cursor.OpenCursor;
import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;
import org.bson.BsonDocument;

/**
 * Answers how many bytes the documents of a collection, or of a range of an index, take. Threads:
 * immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/dataSize/">dataSize</a>
 */
public final class DataSizeCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("dataSize")
          .help("determine data size for a set of data in a certain range")
          .value(Field.namespace("dataSize").required())
          .fields(
              Field.document("keyPattern"),
              Field.document("min"),
              Field.document("max"),
              Field.safeBool("estimate"));

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    Operation operation = Operation.of(context);
    boolean isRange = request.has("min");
    if (isRange != request.has("max")) {
      throw new ServerException(
          ErrorCode.BAD_VALUE, "min and max must be given together, or neither of them");
    }
    Namespace namespace = Namespace.parse(request.string("dataSize"));
    CollectionEntry entry = operation.engine().catalog().find(namespace);
    if (entry != null && entry.isView()) {
      throw new ServerException(
          ErrorCode.COMMAND_NOT_SUPPORTED_ON_VIEW, namespace + " is a view, not a collection");
    }
    reply.appendBoolean("estimate", request.bool("estimate", false));
    if (entry == null || !isRange) {
      BsonDocument stats = operation.engine().statistics().collection(operation, namespace, 1);
      reply.appendInt64("size", stats.getNumber("size").longValue());
      reply.appendInt64("numObjects", stats.getNumber("count").longValue());
    } else {
      range(operation, entry, request, reply);
    }
    reply.appendInt32("millis", (int) (operation.elapsedNanos() / 1_000_000));
  }

  private static void range(
      Operation operation, CollectionEntry entry, CommandRequest request, DocumentBuilder reply) {
    FindRequest find = find(entry, index(entry, request.bson("keyPattern")), request);
    long size = 0;
    long count = 0;
    try (OpenCursor cursor = operation.engine().reads().find(operation, find)) {
      Cursor documents = cursor.documents();
      while (documents.advance()) {
        size += documents.current().length();
        count++;
      }
    }
    reply.appendInt64("size", size);
    reply.appendInt64("numObjects", count);
  }

  private static BsonDocument index(CollectionEntry entry, BsonDocument keyPattern) {
    for (IndexEntry index : entry.indexes()) {
      if (index.keyPattern().equals(keyPattern)) {
        return keyPattern;
      }
    }
    throw new ServerException(
        ErrorCode.OPERATION_FAILED, "couldn't find valid index containing key pattern");
  }

  private static FindRequest find(
      CollectionEntry entry, BsonDocument keyPattern, CommandRequest request) {
    return new FindRequest(
        entry.namespace(),
        new BsonDocument(),
        null,
        null,
        keyPattern,
        0,
        0,
        -1,
        false,
        null,
        null,
        true,
        new FindRequest.Options(
            request.bson("min"), request.bson("max"), false, false, false, false, false, null));
  }
}
