package dev.meerkat.engine.stage;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.cursor.OpenCursor;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageTraits;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
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
    boolean idleCursors = flag(options, "idleCursors");
    return new EngineStage(
        "$currentOp",
        spec,
        StageTraits.Position.FIRST_WITHOUT_COLLECTION,
        (operation, context) -> documents(operation, idleCursors));
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
    return options.containsKey(name) && options.getBoolean(name).getValue();
  }

  private static List<BsonDocument> documents(Operation asking, boolean idleCursors) {
    List<BsonDocument> documents = new ArrayList<>();
    for (Operation operation : asking.engine().operations().active()) {
      documents.add(describe(asking, operation));
    }
    if (idleCursors) {
      for (OpenCursor cursor : asking.engine().cursors().all()) {
        documents.add(describe(asking, cursor));
      }
    }
    return documents;
  }

  private static BsonDocument describe(Operation asking, Operation operation) {
    long nanos = operation.elapsedNanos();
    BsonDocument document =
        new BsonDocument("type", new BsonString("op"))
            .append("host", new BsonString(asking.engine().server().hostAndPort()))
            .append("desc", new BsonString("conn" + operation.connection().connectionId()))
            .append("connectionId", new BsonInt64(operation.connection().connectionId()))
            .append("client", new BsonString(operation.connection().remote()))
            .append("clientMetadata", operation.connection().client())
            .append("active", BsonBoolean.TRUE)
            .append("currentOpTime", new BsonDateTime(asking.ticker().wallMillis()))
            .append("opid", number(operation.opid()))
            .append("secs_running", new BsonInt64(nanos / 1_000_000_000))
            .append("microsecs_running", new BsonInt64(nanos / 1_000))
            .append("op", new BsonString("command"))
            .append("ns", new BsonString(operation.namespace().fullName()))
            .append("command", operation.description().toBson())
            .append("waitingForLock", BsonBoolean.FALSE)
            .append("killPending", BsonBoolean.valueOf(operation.isKilled()));
    if (!operation.connection().applicationName().isEmpty()) {
      document.append("appName", new BsonString(operation.connection().applicationName()));
    }
    if (!operation.planSummary().isEmpty()) {
      document.append("planSummary", new BsonString(operation.planSummary()));
    }
    var session = operation.session();
    if (session != null) {
      document.append("lsid", session.key().toBson());
    }
    return document;
  }

  private static BsonDocument describe(Operation asking, OpenCursor cursor) {
    BsonDocument facts =
        new BsonDocument("cursorId", new BsonInt64(cursor.id()))
            .append("createdDate", new BsonDateTime(cursor.createdMillis()))
            .append("lastAccessDate", new BsonDateTime(cursor.lastUseMillis()))
            .append("nDocsReturned", new BsonInt64(cursor.returned()))
            .append("nBatchesReturned", new BsonInt64(cursor.batches()))
            .append("noCursorTimeout", BsonBoolean.valueOf(cursor.traits().noTimeout()))
            .append("tailable", BsonBoolean.valueOf(cursor.traits().tailable()))
            .append("awaitData", BsonBoolean.valueOf(cursor.traits().awaitData()))
            .append("originatingCommand", cursor.command());
    return new BsonDocument("type", new BsonString("idleCursor"))
        .append("host", new BsonString(asking.engine().server().hostAndPort()))
        .append("ns", new BsonString(cursor.namespace().fullName()))
        .append("cursor", facts);
  }

  private static BsonValue number(long value) {
    return value == (int) value ? new BsonInt32((int) value) : new BsonInt64(value);
  }
}
