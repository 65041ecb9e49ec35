package dev.meerkat.commands.crud;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.collection.DeleteRequest;
import dev.meerkat.engine.collection.DeleteStatement;
import dev.meerkat.engine.collection.PointId;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.DocumentSchema;
import dev.meerkat.spi.command.Field;
import dev.meerkat.spi.command.Fields;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonNumber;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Deletes documents. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/delete/">delete</a>
 */
public final class DeleteCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("delete")
          .help("delete documents")
          .collection()
          .stable()
          .writeConcern()
          .inTransactions()
          .retryable()
          .fields(
              Field.documents("deletes").required(),
              Field.document("let"),
              WriteBatches.ORDERED,
              WriteBatches.BYPASS_VALIDATION,
              WriteBatches.COLLECTION_UUID);

  private static final DocumentSchema STATEMENT =
      DocumentSchema.of(
          "delete.deletes",
          Field.document("q").required(),
          Field.any("limit").required(),
          Field.hint("hint"),
          Field.document("collation"));

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public boolean isBrief(CommandRequest request) {
    return WriteBatches.isForOneId(request.documents("deletes"));
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    DeleteRequest delete = parse(request);
    Operation operation = Operation.of(context);
    WriteBatches.reply(operation, operation.engine().writes().delete(operation, delete), reply);
  }

  static DeleteRequest parse(CommandRequest request) {
    List<DocumentView> documents = request.documents("deletes");
    WriteBatches.checkSize(documents.size());
    return new DeleteRequest(
        request.namespace(),
        statements(documents),
        request.bool("ordered", true),
        request.bsonOrNull("let"),
        WriteBatches.statementIds(request.common(), documents.size()),
        request.uuid("collectionUUID"));
  }

  private static List<DeleteStatement> statements(List<DocumentView> documents) {
    if (documents.size() == 1) {
      return List.of(statement(documents.getFirst()));
    }
    List<DeleteStatement> statements = new ArrayList<>(documents.size());
    for (DocumentView document : documents) {
      statements.add(statement(document));
    }
    return statements;
  }

  private static DeleteStatement statement(DocumentView document) {
    Fields fields = STATEMENT.parse(document);
    boolean isOne = isOne(fields.value("limit"));
    boolean isPlain = isOne && !fields.has("hint") && !fields.has("collation");
    PointId point = isPlain ? PointId.of(fields.document("q")) : null;
    return point != null
        ? DeleteStatement.of(point)
        : new DeleteStatement(
            fields.bson("q"), isOne, fields.hint("hint"), fields.bsonUnlessEmpty("collation"));
  }

  private static boolean isOne(@Nullable BsonValue limit) {
    double number = limit instanceof BsonNumber given ? given.doubleValue() : Double.NaN;
    if (number != 0 && number != 1) {
      throw new ServerException(
          ErrorCode.FAILED_TO_PARSE,
          "The limit field in delete objects must be 0 or 1. Got " + limit);
    }
    return number == 1;
  }
}
