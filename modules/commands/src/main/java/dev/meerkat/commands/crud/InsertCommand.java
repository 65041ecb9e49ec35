package dev.meerkat.commands.crud;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.collection.InsertRequest;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;
import java.util.List;

/**
 * Inserts documents. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/insert/">insert</a>
 */
public final class InsertCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("insert")
          .help("insert documents")
          .collection()
          .stable()
          .writeConcern()
          .inTransactions()
          .retryable()
          .fields(
              Field.documents("documents").required(),
              WriteBatches.ORDERED,
              WriteBatches.BYPASS_VALIDATION,
              WriteBatches.KEEP_EMPTY_TIMESTAMPS,
              WriteBatches.COLLECTION_UUID);

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public boolean isBrief(CommandRequest request) {
    return request.documents("documents").size() == 1;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    List<DocumentView> documents = request.documents("documents");
    WriteBatches.checkSize(documents.size());
    Operation operation = Operation.of(context);
    InsertRequest insert =
        new InsertRequest(
            request.namespace(),
            documents,
            request.bool("ordered", true),
            WriteBatches.statementIds(request.common(), documents.size()),
            request.uuid("collectionUUID"),
            request.bool("bypassDocumentValidation", false),
            request.bool("bypassEmptyTsReplacement", false));
    WriteBatches.reply(operation, operation.engine().writes().insert(operation, insert), reply);
  }
}
