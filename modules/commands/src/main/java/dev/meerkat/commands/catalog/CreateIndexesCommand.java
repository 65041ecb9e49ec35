package dev.meerkat.commands.catalog;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.catalog.CollectionUuids;
import dev.meerkat.engine.catalog.IndexSpecs;
import dev.meerkat.engine.catalog.Indexes;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * Creates indexes, and the collection where it is not there. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/command/createIndexes/">createIndexes</a>
 */
public final class CreateIndexesCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("createIndexes")
          .help("creates indexes on a collection")
          .collection()
          .stable()
          .inTransactions()
          .writeConcern()
          .fields(
              Field.documents("indexes").required(),
              Field.bool("ignoreUnknownIndexOptions").unstable(),
              Field.of(
                      "commitQuorum",
                      BsonBytes.STRING,
                      BsonBytes.INT32,
                      BsonBytes.INT64,
                      BsonBytes.DOUBLE,
                      BsonBytes.DECIMAL128)
                  .unstable(),
              Field.uuid("collectionUUID"));

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    Operation operation = Operation.of(context);
    BsonValue quorum = CommitQuorum.of(request, operation);
    List<BsonDocument> specs = new ArrayList<>();
    for (DocumentView spec : request.documents("indexes")) {
      specs.add(spec.toBson());
    }
    if (specs.isEmpty()) {
      throw new ServerException(ErrorCode.BAD_VALUE, "Must specify at least one index to create");
    }
    if (request.bool("ignoreUnknownIndexOptions", false)) {
      specs.forEach(CreateIndexesCommand::forgetUnknown);
    }
    CollectionUuids.check(
        operation.collections(), request.namespace(), request.uuid("collectionUUID"));
    Indexes.Created created =
        operation.engine().indexes().create(operation, request.namespace(), specs);
    reply.appendInt32("numIndexesBefore", created.before());
    reply.appendInt32("numIndexesAfter", created.after());
    if (created.before() == created.after()) {
      reply.appendString("note", "all indexes already exist");
    } else {
      reply.appendBoolean("createdCollectionAutomatically", created.createdCollection());
      if (quorum != null) {
        reply.append("commitQuorum", quorum);
      }
    }
  }

  private static void forgetUnknown(BsonDocument spec) {
    spec.keySet().removeIf(name -> !IndexSpecs.isOption(name));
  }
}
