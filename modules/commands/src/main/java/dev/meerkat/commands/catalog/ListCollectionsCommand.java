package dev.meerkat.commands.catalog;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.cursor.OpenCursor;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.DocumentSchema;
import dev.meerkat.spi.command.Field;
import dev.meerkat.spi.command.Fields;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;

/**
 * Lists a database's collections and views. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/command/listCollections/">listCollections</a>
 */
public final class ListCollectionsCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("listCollections")
          .help("list collections for this db")
          .stable()
          .fields(
              Field.document("filter"),
              Field.document("cursor"),
              Field.safeBool("nameOnly"),
              Field.bool("authorizedCollections"),
              Field.bool("includePendingDrops").unstable());

  private static final DocumentSchema CURSOR =
      DocumentSchema.of("listCollections.cursor", Field.integral("batchSize").atLeast(0));

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    Operation operation = Operation.of(context);
    Fields cursor = CURSOR.parse(request.document("cursor"));
    ListFilter filter = ListFilter.of(operation, request);
    boolean nameOnly = request.bool("nameOnly", false);
    List<BsonDocument> answer = new ArrayList<>();
    for (BsonDocument collection : operation.engine().catalog().collections(request.database())) {
      if (filter.matches(collection)) {
        answer.add(nameOnly ? nameAndType(collection) : collection);
      }
    }
    operation
        .engine()
        .cursors()
        .reply(
            OpenCursor.of(
                operation,
                new Namespace(request.database(), "$cmd.listCollections"),
                answer,
                cursor.int32("batchSize", Integer.MAX_VALUE)),
            reply);
  }

  private static BsonDocument nameAndType(BsonDocument collection) {
    return new BsonDocument("name", collection.get("name")).append("type", collection.get("type"));
  }
}
