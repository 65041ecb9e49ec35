package dev.meerkat.commands.crud;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.collection.FindAndModifyOutcome;
import dev.meerkat.engine.collection.FindAndModifyRequest;
import dev.meerkat.engine.collection.PointId;
import dev.meerkat.engine.collection.PointUpdate;
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
import org.bson.BsonArray;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Changes, replaces or removes one document and answers it as it was or has become. Threads:
 * immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/command/findAndModify/">findAndModify</a>
 */
public final class FindAndModifyCommand implements Command {
  private static final byte[] LAST_ERROR_OBJECT = BsonBytes.nameBytes("lastErrorObject");
  private static final byte[] N = BsonBytes.nameBytes("n");
  private static final byte[] UPDATED_EXISTING = BsonBytes.nameBytes("updatedExisting");
  private static final byte[] VALUE = BsonBytes.nameBytes("value");

  private static final CommandSchema SCHEMA =
      CommandSchema.of("findAndModify", "findandmodify")
          .help(
              "{ findAndModify: \"collection\", query: {processed:false}, update: {$set:"
                  + " {processed:true}}, new: true}")
          .collection()
          .stable()
          .writeConcern()
          .inTransactions()
          .retryable()
          .fields(
              Field.document("query"),
              Field.document("sort"),
              Field.safeBool("remove"),
              UpdateCommand.modification("update"),
              Field.safeBool("new"),
              Field.document("fields"),
              Field.safeBool("upsert"),
              Field.array("arrayFilters"),
              Field.hint("hint"),
              Field.document("collation"),
              Field.document("let"),
              WriteBatches.BYPASS_VALIDATION,
              WriteBatches.KEEP_EMPTY_TIMESTAMPS);

  /** Fields of a request that may take the short way. */
  private static final long PLAIN = SCHEMA.some("query", "update", "new", "upsert", "remove");

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public boolean isBrief(CommandRequest request) {
    DocumentView query = request.document("query");
    return PointId.isOne(query.array(), query.offset());
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    Operation operation = Operation.of(context);
    FindAndModifyRequest modify = parse(request);
    FindAndModifyOutcome outcome = operation.engine().writes().findAndModify(operation, modify);
    reply.beginDocument(LAST_ERROR_OBJECT).appendInt32(N, outcome.n());
    if (!modify.isRemove()) {
      reply.appendBoolean(UPDATED_EXISTING, outcome.updatedExisting());
    }
    if (outcome.upsertedId() != null) {
      reply.append("upserted", outcome.upsertedId());
    }
    reply.end();
    DocumentView value = outcome.value();
    if (value == null) {
      reply.appendNull("value");
    } else {
      reply.appendDocument(VALUE, value);
    }
    if (outcome.retried()) {
      reply.appendInt32("retriedStmtId", Math.max(0, modify.statementId()));
    }
  }

  static FindAndModifyRequest parse(CommandRequest request) {
    FindAndModifyRequest point = point(request);
    if (point != null) {
      return point;
    }
    boolean remove = request.bool("remove", false);
    BsonValue update = request.value("update");
    checkTogether(request, remove, update);
    return new FindAndModifyRequest(
        request.namespace(),
        request.bson("query"),
        request.bsonUnlessEmpty("sort"),
        update,
        request.bool("upsert", false),
        request.bool("new", false),
        request.bsonUnlessEmpty("fields"),
        arrayFilters(request, update),
        request.hint("hint"),
        request.bsonUnlessEmpty("collation"),
        request.bsonOrNull("let"),
        statementId(request),
        request.bool("bypassDocumentValidation", false),
        request.bool("bypassEmptyTsReplacement", false));
  }

  /** A request that may take the short way, or null. */
  private static @Nullable FindAndModifyRequest point(CommandRequest request) {
    if (!request.hasOnly(PLAIN) || request.bool("upsert", false)) {
      return null;
    }
    DocumentView query = request.document("query");
    boolean returnNew = request.bool("new", false);
    if (request.bool("remove", false)) {
      PointId id = request.has("update") || returnNew ? null : PointId.of(query);
      return id == null
          ? null
          : FindAndModifyRequest.of(request.namespace(), id, statementId(request));
    }
    PointUpdate update =
        request.type("update") == BsonBytes.DOCUMENT
            ? PointUpdate.of(query, request.document("update"))
            : null;
    return update == null
        ? null
        : FindAndModifyRequest.of(request.namespace(), update, returnNew, statementId(request));
  }

  private static int statementId(CommandRequest request) {
    int[] statements = WriteBatches.statementIds(request.common(), 1);
    return statements.length == 0 ? -1 : statements[0];
  }

  private static @Nullable BsonArray arrayFilters(
      CommandRequest request, @Nullable BsonValue update) {
    if (!request.has("arrayFilters")) {
      return null;
    }
    if (update != null && update.isArray()) {
      throw failed("Cannot specify arrayFilters and a pipeline update");
    }
    return UpdateCommand.filters(request, "arrayFilters");
  }

  private static void checkTogether(
      CommandRequest request, boolean remove, @Nullable BsonValue update) {
    if (!remove) {
      if (update == null) {
        throw failed("Either an update or remove=true must be specified");
      }
      return;
    }
    if (update != null) {
      throw failed("Cannot specify both an update and remove=true");
    }
    if (request.bool("upsert", false)) {
      throw failed("Cannot specify both upsert=true and remove=true ");
    }
    if (request.bool("new", false)) {
      throw failed(
          "Cannot specify both new=true and remove=true; 'remove' always returns the deleted"
              + " document");
    }
    if (request.has("arrayFilters")) {
      throw failed("Cannot specify arrayFilters and remove=true");
    }
  }

  private static ServerException failed(String message) {
    return new ServerException(ErrorCode.FAILED_TO_PARSE, message);
  }
}
