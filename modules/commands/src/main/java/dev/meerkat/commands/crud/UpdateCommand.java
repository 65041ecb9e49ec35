package dev.meerkat.commands.crud;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.collection.BatchOutcome;
import dev.meerkat.engine.collection.PointUpdate;
import dev.meerkat.engine.collection.UpdateRequest;
import dev.meerkat.engine.collection.UpdateStatement;
import dev.meerkat.spi.BsonBytes;
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
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * Changes or replaces documents. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/update/">update</a>
 */
public final class UpdateCommand implements Command {
  private static final byte[] N_MODIFIED = BsonBytes.nameBytes("nModified");

  private static final CommandSchema SCHEMA =
      CommandSchema.of("update")
          .help("update documents")
          .collection()
          .stable()
          .writeConcern()
          .inTransactions()
          .retryable()
          .fields(
              Field.documents("updates").required(),
              Field.document("let"),
              WriteBatches.ORDERED,
              WriteBatches.BYPASS_VALIDATION,
              WriteBatches.KEEP_EMPTY_TIMESTAMPS,
              WriteBatches.COLLECTION_UUID);

  private static final DocumentSchema STATEMENT =
      DocumentSchema.of(
          "update.updates",
          Field.document("q").required(),
          modification("u").required(),
          Field.document("c"),
          Field.bool("multi"),
          Field.bool("upsert"),
          Field.bool("upsertSupplied"),
          Field.array("arrayFilters"),
          Field.hint("hint"),
          Field.document("collation"),
          Field.document("sort"));

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public boolean isBrief(CommandRequest request) {
    return WriteBatches.isForOneId(request.documents("updates"));
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    UpdateRequest update = parse(request);
    Operation operation = Operation.of(context);
    BatchOutcome outcome = operation.engine().writes().update(operation, update);
    WriteBatches.reply(operation, outcome, reply);
    if (!outcome.upserted().isEmpty()) {
      reply.beginArray("upserted");
      for (BatchOutcome.Upserted upserted : outcome.upserted()) {
        reply.beginDocument(reply.nextIndex());
        reply.appendInt32("index", upserted.index()).append("_id", upserted.id()).end();
      }
      reply.end();
    }
    reply.appendInt32(N_MODIFIED, Math.toIntExact(outcome.modified()));
  }

  static UpdateRequest parse(CommandRequest request) {
    List<DocumentView> documents = request.documents("updates");
    WriteBatches.checkSize(documents.size());
    return new UpdateRequest(
        request.namespace(),
        statements(documents),
        request.bool("ordered", true),
        request.bsonOrNull("let"),
        WriteBatches.statementIds(request.common(), documents.size()),
        request.uuid("collectionUUID"),
        request.bool("bypassDocumentValidation", false),
        request.bool("bypassEmptyTsReplacement", false));
  }

  private static List<UpdateStatement> statements(List<DocumentView> documents) {
    if (documents.size() == 1) {
      return List.of(statement(documents.getFirst()));
    }
    List<UpdateStatement> statements = new ArrayList<>(documents.size());
    for (DocumentView document : documents) {
      statements.add(statement(document));
    }
    return statements;
  }

  private static UpdateStatement statement(DocumentView document) {
    PointUpdate point = PointUpdate.ofStatement(document);
    return point == null ? statement(STATEMENT.parse(document)) : UpdateStatement.of(point);
  }

  /** Operators, a replacement or a pipeline; another type fails with 9. */
  static Field modification(String name) {
    return Field.of(name, BsonBytes.DOCUMENT, BsonBytes.ARRAY)
        .wrongType(ErrorCode.FAILED_TO_PARSE)
        .nullRefused();
  }

  /**
   * What fields of one statement may not stand together.
   *
   * @param constants the name of the field that holds the constants
   */
  static void checkTogether(Fields statement, String constants) {
    if (statement.bool("multi", false) && statement.bsonUnlessEmpty("sort") != null) {
      throw new ServerException(ErrorCode.FAILED_TO_PARSE, "Cannot specify sort with multi=true");
    }
    if (statement.bool("upsertSupplied", false)) {
      refuseSupplied(statement.bsonOrNull(constants));
    }
  }

  /** What is inserted comes of the update; another document in its place is not taken. */
  private static void refuseSupplied(@Nullable BsonDocument constants) {
    if (constants == null || !constants.isDocument("new")) {
      throw new ServerException(
          ErrorCode.FAILED_TO_PARSE,
          "the parameter 'upsertSupplied' is set to 'true', but no document was supplied");
    }
    throw new ServerException(
        ErrorCode.NOT_IMPLEMENTED, "the parameter 'upsertSupplied' is not supported");
  }

  private static UpdateStatement statement(Fields fields) {
    checkTogether(fields, "c");
    return new UpdateStatement(
        fields.bson("q"),
        fields.value("u", new BsonDocument()),
        fields.bsonOrNull("c"),
        fields.bool("multi", false),
        fields.bool("upsert", false),
        fields.has("arrayFilters") ? filters(fields, "arrayFilters") : null,
        fields.hint("hint"),
        fields.bsonUnlessEmpty("collation"),
        fields.bsonUnlessEmpty("sort"));
  }

  static BsonArray filters(Fields fields, String name) {
    BsonArray filters = fields.array(name);
    filters.forEach(
        filter -> {
          if (!filter.isDocument()) {
            throw new ServerException(
                ErrorCode.TYPE_MISMATCH, "each of the " + name + " must be an object");
          }
        });
    return filters;
  }
}
