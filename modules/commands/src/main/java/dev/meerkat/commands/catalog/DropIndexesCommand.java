package dev.meerkat.commands.catalog;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.catalog.CollectionUuids;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;
import org.bson.BsonNull;
import org.bson.BsonValue;

/**
 * Drops indexes by name or key pattern. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/dropIndexes/">dropIndexes</a>
 */
public final class DropIndexesCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("dropIndexes", "deleteIndexes")
          .help("drop indexes for a collection")
          .collection()
          .stable()
          .writeConcern()
          .fields(
              Field.of("index", BsonBytes.STRING, BsonBytes.DOCUMENT, BsonBytes.ARRAY).required(),
              Field.uuid("collectionUUID"));

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    Operation operation = Operation.of(context);
    CollectionUuids.check(
        operation.engine().catalog().snapshot(),
        request.namespace(),
        request.uuid("collectionUUID"));
    BsonValue index = request.value("index", BsonNull.VALUE);
    int before = operation.engine().indexes().drop(operation, request.namespace(), index);
    reply.appendInt32("nIndexesWas", before);
    if (index.isString() && index.asString().getValue().equals("*")) {
      reply.appendString("msg", "non-_id indexes dropped for collection");
    }
  }
}
