package dev.meerkat.commands.crud;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.cursor.OpenCursor;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.DocumentSchema;
import dev.meerkat.spi.command.Field;
import java.util.ArrayList;
import java.util.List;

/**
 * Inserts, updates and deletes in many collections at once. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/bulkWrite/">bulkWrite</a>
 */
public final class BulkWriteCommand implements Command {
  private static final Namespace CURSOR_NAMESPACE = new Namespace("admin", "$cmd.bulkWrite");

  private static final CommandSchema SCHEMA =
      CommandSchema.of("bulkWrite")
          .help("command to apply inserts, updates and deletes in bulk")
          .adminOnly()
          .stable()
          .writeConcern()
          .inTransactions()
          .retryable()
          .fields(
              Field.documents("ops").required(),
              Field.documents("nsInfo").required(),
              Field.document("let"),
              Field.bool("errorsOnly"),
              Field.document("cursor"),
              WriteBatches.ORDERED,
              WriteBatches.BYPASS_VALIDATION,
              WriteBatches.KEEP_EMPTY_TIMESTAMPS);

  private static final DocumentSchema CURSOR =
      DocumentSchema.of("bulkWrite.cursor", Field.integral("batchSize").atLeast(0));

  private static final DocumentSchema NAMESPACE =
      DocumentSchema.of(
          "bulkWrite.nsInfo", Field.namespace("ns").required(), Field.uuid("collectionUUID"));

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    Operation operation = Operation.of(context);
    List<DocumentView> documents = request.documents("ops");
    WriteBatches.checkSize(documents.size());
    List<BulkWriteTarget> targets = targets(request);
    List<BulkWriteStep> steps = new ArrayList<>(documents.size());
    for (DocumentView document : documents) {
      steps.add(BulkWriteStep.parse(document, targets));
    }
    int batchSize = CURSOR.parse(request.document("cursor")).int32("batchSize", Integer.MAX_VALUE);
    BulkWriteRun run = new BulkWriteRun(operation, request);
    run.run(steps);
    operation
        .engine()
        .cursors()
        .reply(OpenCursor.of(operation, CURSOR_NAMESPACE, run.results(), batchSize), reply);
    run.writeTotals(reply);
  }

  private static List<BulkWriteTarget> targets(CommandRequest request) {
    List<BulkWriteTarget> targets = new ArrayList<>();
    for (DocumentView document : request.documents("nsInfo")) {
      var fields = NAMESPACE.parse(document);
      targets.add(
          new BulkWriteTarget(Namespace.parse(fields.string("ns")), fields.uuid("collectionUUID")));
    }
    return targets;
  }
}
