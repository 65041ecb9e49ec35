package dev.meerkat.engine.stage;

import dev.meerkat.engine.ConnectionFacts;
import dev.meerkat.engine.Engine;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.cursor.OpenCursor;
import dev.meerkat.engine.session.Session;
import dev.meerkat.engine.transaction.Transaction;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageTraits;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * Tells what the server is doing. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/currentOp/">$currentOp</a>
 */
final class CurrentOpStage {
  private CurrentOpStage() {}

  static Stage parse(BsonValue spec, ParseScope scope) {
    if (!spec.isDocument()) {
      throw new ServerException(
          ErrorCode.TYPE_MISMATCH, "$currentOp options must be specified in an object");
    }
    BsonDocument options = spec.asDocument();
    options.forEach(CurrentOpStage::checkOption);
    if (!scope.namespace().database().equals("admin")
        || !scope.namespace().collection().equals("$cmd.aggregate")) {
      throw new ServerException(
          ErrorCode.INVALID_NAMESPACE,
          "$currentOp must be run against the 'admin' database with {aggregate: 1}");
    }
    if (flag(options, "targetAllNodes")) {
      throw new ServerException(
          ErrorCode.FAILED_TO_PARSE,
          "The $currentOp stage's 'targetAllNodes' is only for sharded clusters");
    }
    return new EngineStage(
        "$currentOp",
        spec,
        StageTraits.Position.FIRST_WITHOUT_COLLECTION,
        (operation, context) -> documents(operation, options));
  }

  private static void checkOption(String name, BsonValue value) {
    switch (name) {
      case "allUsers",
          "idleConnections",
          "idleCursors",
          "idleSessions",
          "localOps",
          "truncateOps",
          "backtrace",
          "targetAllNodes" -> {
        if (!value.isBoolean()) {
          throw new ServerException(
              ErrorCode.TYPE_MISMATCH,
              "BSON field '$currentOp." + name + "' is the wrong type, expected type 'bool'");
        }
      }
      default ->
          throw new ServerException(
              ErrorCode.IDL_UNKNOWN_FIELD,
              "BSON field '$currentOp." + name + "' is an unknown field.");
    }
  }

  private static boolean flag(BsonDocument options, String name) {
    return options.getBoolean(name, BsonBoolean.FALSE).getValue();
  }

  private static List<BsonDocument> documents(Operation asking, BsonDocument options) {
    Engine engine = asking.engine();
    OperationReports reports = new OperationReports(asking, flag(options, "truncateOps"));
    List<BsonDocument> documents = new ArrayList<>();
    Set<Long> busy = new HashSet<>();
    for (Operation operation : engine.operations().active()) {
      busy.add(operation.connection().connectionId());
      documents.add(reports.active(operation));
    }
    if (flag(options, "idleConnections")) {
      for (ConnectionFacts client : engine.server().clients()) {
        if (!busy.contains(client.connectionId())) {
          documents.add(reports.idle(client));
        }
      }
    }
    if (flag(options, "idleCursors")) {
      for (OpenCursor cursor : engine.cursors().all()) {
        if (!cursor.isPinned()) {
          documents.add(reports.idle(cursor));
        }
      }
    }
    if (options.getBoolean("idleSessions", BsonBoolean.TRUE).getValue()) {
      for (Session session : engine.sessions().all()) {
        Transaction open = session.transactions().open();
        if (open != null && session.isIdle()) {
          documents.add(reports.idle(session, open));
        }
      }
    }
    return documents;
  }
}
