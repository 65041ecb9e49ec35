package dev.meerkat.commands.crud;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.collection.AggregateRequest;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.DocumentSchema;
import dev.meerkat.spi.command.Field;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;

/**
 * Sends documents through a pipeline of stages. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/aggregate/">aggregate</a>
 */
public final class AggregateCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("aggregate")
          .help(
              "Runs the aggregation command. See http://dochub.mongodb.org/core/aggregation for"
                  + " more details.")
          .collectionOrOne()
          .stable()
          .snapshotReadConcern()
          .writeConcern()
          .inTransactions()
          .fields(
              Field.array("pipeline").required().nullRefused(),
              Field.document("cursor").nullRefused(),
              Field.bool("explain").unstable(),
              Field.bool("allowDiskUse").nullRefused(),
              Field.safeBool("bypassDocumentValidation"),
              Field.document("collation"),
              Field.hint("hint"),
              Field.document("let"),
              Field.uuid("collectionUUID"));

  private static final DocumentSchema CURSOR =
      DocumentSchema.of("aggregate.cursor", Field.integral("batchSize").atLeast(0));

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    AggregateRequest aggregate = parse(request);
    Operation operation = Operation.of(context);
    if (request.bool("explain", false)) {
      checkExplained(request);
      BsonDocument command = request.body().toBson();
      command.remove("explain");
      command.keySet().removeIf(name -> name.startsWith("$") || name.equals("lsid"));
      reply.appendFields(
          operation.run(
              request.database(),
              new BsonDocument("explain", command)
                  .append("verbosity", new BsonString("queryPlanner"))));
      return;
    }
    if (!request.has("cursor")) {
      throw new ServerException(
          ErrorCode.FAILED_TO_PARSE,
          "The 'cursor' option is required, except for aggregate with the explain argument");
    }
    operation
        .engine()
        .cursors()
        .reply(operation.engine().reads().aggregate(operation, aggregate), reply);
  }

  /** Whether the pipeline ends in {@code $out} or {@code $merge}. */
  @Override
  public boolean writes(CommandRequest request) {
    BsonArray stages = stages(request);
    if (stages.isEmpty() || request.bool("explain", false)) {
      return false;
    }
    BsonDocument last = stages.getLast().asDocument();
    return last.containsKey("$out") || last.containsKey("$merge");
  }

  static AggregateRequest parse(CommandRequest request) {
    DuplicateFields.checkPipeline(request, "pipeline");
    DocumentView cursor = request.document("cursor");
    return new AggregateRequest(
        namespace(request),
        stages(request),
        request.hint("hint"),
        CURSOR.parse(cursor).int32("batchSize", -1),
        request.bsonUnlessEmpty("collation"),
        request.bsonOrNull("let"),
        request.bool("allowDiskUse", true),
        request.bool("bypassDocumentValidation", false),
        request.uuid("collectionUUID"));
  }

  private static Namespace namespace(CommandRequest request) {
    return request.namespace().collection().isEmpty()
        ? new Namespace(request.database(), AggregateRequest.COLLECTIONLESS)
        : request.namespace();
  }

  private static BsonArray stages(CommandRequest request) {
    BsonArray stages = request.array("pipeline");
    stages.forEach(
        stage -> {
          if (!stage.isDocument()) {
            throw new ServerException(
                ErrorCode.TYPE_MISMATCH, "Each element of the 'pipeline' array must be an object");
          }
        });
    return stages;
  }

  private static void checkExplained(CommandRequest request) {
    if (request.common().writeConcern().isGiven()) {
      throw new ServerException(
          ErrorCode.FAILED_TO_PARSE,
          "Aggregation explain does not support the 'writeConcern' option");
    }
  }
}
