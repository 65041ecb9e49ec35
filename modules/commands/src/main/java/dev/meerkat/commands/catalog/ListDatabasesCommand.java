package dev.meerkat.commands.catalog;

import dev.meerkat.engine.Operation;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;

/**
 * Lists the databases with their sizes. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/command/listDatabases/">listDatabases</a>
 */
public final class ListDatabasesCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("listDatabases")
          .help("{ listDatabases:1, [filter: <filterObject>] [, nameOnly: true ] }")
          .adminOnly()
          .stable()
          .fields(
              Field.document("filter"),
              Field.safeBool("nameOnly"),
              Field.bool("authorizedDatabases"));

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    Operation operation = Operation.of(context);
    ListFilter filter = ListFilter.of(operation, request);
    boolean nameOnly = request.bool("nameOnly", false);
    boolean sizes = !nameOnly || request.has("filter");
    long total = 0;
    reply.beginArray("databases");
    for (String name : operation.engine().catalog().snapshot().databaseNames()) {
      long bytes = sizes ? operation.engine().statistics().sizeBytes(operation, name) : 0;
      BsonDocument entry = new BsonDocument("name", new BsonString(name));
      BsonDocument whole =
          entry
              .clone()
              .append("sizeOnDisk", new BsonInt64(bytes))
              .append("empty", BsonBoolean.FALSE);
      if (filter.matches(nameOnly ? entry : whole)) {
        reply.append(reply.nextIndex(), nameOnly ? entry : whole);
        total += bytes;
      }
    }
    reply.end();
    if (!nameOnly) {
      reply.appendInt64("totalSize", total);
      reply.appendInt64("totalSizeMb", total >> 20);
    }
  }
}
