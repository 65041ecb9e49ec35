package dev.meerkat.commands.crud;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.collection.EqualityFind;
import dev.meerkat.engine.collection.FindRequest;
import dev.meerkat.engine.collection.PointFind;
import dev.meerkat.engine.cursor.CursorRegistry;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;
import dev.meerkat.spi.command.Fields;
import org.bson.BsonDocument;
import org.bson.BsonNumber;

/**
 * Answers the documents that match a filter, in batches. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/find/">find</a>
 */
public final class FindCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("find")
          .help("query for documents")
          .collection()
          .stable()
          .snapshotReadConcern()
          .inTransactions()
          .fields(
              Field.document("filter").nullRefused(),
              Field.document("sort"),
              Field.document("projection"),
              Field.hint("hint"),
              Field.integral("skip").atLeast(0),
              Field.integral("limit").atLeast(0),
              Field.integral("batchSize").atLeast(0),
              Field.bool("singleBatch"),
              Field.document("max"),
              Field.document("min"),
              Field.bool("returnKey"),
              Field.bool("showRecordId"),
              Field.bool("tailable").unstable(),
              Field.bool("oplogReplay").unstable(),
              Field.bool("noCursorTimeout").unstable(),
              Field.bool("awaitData").unstable(),
              Field.bool("allowPartialResults"),
              Field.bool("allowDiskUse").nullRefused(),
              Field.document("collation"),
              Field.document("let"),
              Field.uuid("collectionUUID"));

  /** What may stand beside the filter of a find of one value. */
  private static final long WITH_VALUE = SCHEMA.some("filter", "limit", "batchSize", "singleBatch");

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    Operation operation = Operation.of(context);
    if (request.hasOnly(WITH_VALUE) && isAnsweredAtOnce(request, operation, reply)) {
      return;
    }
    operation
        .engine()
        .cursors()
        .reply(
            operation.engine().reads().find(operation, parse(request, request.namespace())), reply);
  }

  /** Whether it is a find of one value whose first batch is the last, and was answered as such. */
  private static boolean isAnsweredAtOnce(
      CommandRequest request, Operation operation, DocumentBuilder reply) {
    long batchSize = request.int64("batchSize", CursorRegistry.FIRST_BATCH);
    long limit = request.int64("limit", 0);
    boolean singleBatch = request.bool("singleBatch", false);
    boolean isPlain = !request.has("batchSize");
    if (batchSize == 0) {
      return false;
    }
    DocumentView filter = request.document("filter");
    PointFind point =
        batchSize == 1 && limit != 1 && !singleBatch
            ? null
            : PointFind.of(request.namespace(), filter, isPlain);
    if (point != null) {
      return point.reply(operation, reply);
    }
    EqualityFind equality =
        EqualityFind.of(request.namespace(), filter, limit, batchSize, singleBatch, isPlain);
    return equality != null && equality.reply(operation, reply);
  }

  /** What a find asks for, wherever its fields stand. */
  static FindRequest parse(Fields fields, Namespace namespace) {
    DuplicateFields.checkSort(fields, "sort");
    boolean tailable = fields.bool("tailable", false);
    boolean awaitData = fields.bool("awaitData", false);
    if (awaitData && !tailable) {
      throw new ServerException(
          ErrorCode.FAILED_TO_PARSE, "Cannot set 'awaitData' without also setting 'tailable'");
    }
    if (tailable) {
      checkTailable(fields);
    }
    return new FindRequest(
        namespace,
        fields.bson("filter"),
        fields.bsonUnlessEmpty("sort"),
        fields.bsonUnlessEmpty("projection"),
        fields.hint("hint"),
        fields.int64("skip", 0),
        fields.int64("limit", 0),
        fields.int32("batchSize", -1),
        fields.bool("singleBatch", false),
        fields.bsonUnlessEmpty("collation"),
        fields.bsonOrNull("let"),
        fields.bool("allowDiskUse", true),
        hasRareOptions(fields) ? options(fields, tailable, awaitData) : FindRequest.Options.NONE);
  }

  private static void checkTailable(Fields fields) {
    BsonDocument sort = fields.bsonUnlessEmpty("sort");
    boolean natural =
        sort != null
            && sort.size() == 1
            && sort.get("$natural") instanceof BsonNumber direction
            && direction.doubleValue() == 1;
    if (sort != null && !natural) {
      throw new ServerException(
          ErrorCode.BAD_VALUE, "cannot use tailable option with a sort other than {$natural: 1}");
    }
    if (fields.bool("singleBatch", false)) {
      throw new ServerException(
          ErrorCode.BAD_VALUE, "cannot use tailable option with the 'singleBatch' option");
    }
  }

  private static FindRequest.Options options(Fields fields, boolean tailable, boolean awaitData) {
    return new FindRequest.Options(
        fields.bsonUnlessEmpty("min"),
        fields.bsonUnlessEmpty("max"),
        fields.bool("returnKey", false),
        fields.bool("showRecordId", false),
        tailable,
        awaitData,
        fields.bool("noCursorTimeout", false),
        fields.uuid("collectionUUID"));
  }

  private static boolean hasRareOptions(Fields fields) {
    return fields.has("min")
        || fields.has("max")
        || fields.has("returnKey")
        || fields.has("showRecordId")
        || fields.has("tailable")
        || fields.has("noCursorTimeout")
        || fields.has("collectionUUID");
  }
}
