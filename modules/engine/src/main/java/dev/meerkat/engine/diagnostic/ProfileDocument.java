package dev.meerkat.engine.diagnostic;

import dev.meerkat.engine.Operation;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.command.CommandRequest;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNumber;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * An operation as the profile tells of it. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/database-profiler/">Database profiler
 *     output</a>
 */
public final class ProfileDocument {
  private static final int MAX_COMMAND_BYTES = 50_000;

  private ProfileDocument() {}

  static BsonDocument of(
      Operation operation, CommandRequest request, BsonDocument reply, long millis) {
    String op = op(operation.command());
    BsonDocument document =
        new BsonDocument("op", new BsonString(op))
            .append("ns", new BsonString(operation.namespace().fullName()))
            .append("command", command(operation, request));
    appendCursor(document, reply);
    document.append("keysExamined", number(operation.current().keysExamined()));
    document.append("docsExamined", number(operation.current().docsExamined()));
    appendChanges(document, op, reply);
    document.append("numYield", new BsonInt32(0));
    document.append("locks", new BsonDocument());
    document.append("responseLength", new BsonInt32(DocumentView.of(reply).length()));
    document.append("protocol", new BsonString("op_msg"));
    appendError(document, reply);
    document.append("millis", number(millis));
    if (!operation.current().planSummary().isEmpty()) {
      document.append("planSummary", new BsonString(operation.current().planSummary()));
    }
    return document
        .append("ts", new BsonDateTime(operation.ticker().wallMillis()))
        .append("client", new BsonString(client(operation.connection().remote())))
        .append("appName", new BsonString(operation.connection().applicationName()))
        .append("allUsers", new BsonArray())
        .append("user", new BsonString(operation.connection().user()));
  }

  /** How MongoDB names the kind of an operation. */
  public static String op(String command) {
    return switch (command) {
      case "find" -> "query";
      case "getMore" -> "getmore";
      case "insert" -> "insert";
      case "update" -> "update";
      case "delete" -> "remove";
      default -> "command";
    };
  }

  /** Of an update or a delete its one statement; of all others the command without documents. */
  private static BsonDocument command(Operation operation, CommandRequest request) {
    String statements =
        switch (operation.command()) {
          case "update" -> "updates";
          case "delete" -> "deletes";
          default -> "";
        };
    if (!statements.isEmpty() && request.documents(statements).size() == 1) {
      return shortened(request.documents(statements).getFirst(), operation.command());
    }
    if (operation.command().equals("getMore")) {
      return operation.description().toBson();
    }
    DocumentView body = operation.body();
    if (operation.command().equals("insert")) {
      BsonDocument insert = body.toBson();
      insert.remove("documents");
      return insert;
    }
    return shortened(body, operation.command());
  }

  private static BsonDocument shortened(DocumentView command, String name) {
    return command.length() <= MAX_COMMAND_BYTES
        ? command.toBson()
        : new BsonDocument("$truncated", new BsonString(name));
  }

  private static void appendCursor(BsonDocument document, BsonDocument reply) {
    if (!(reply.get("cursor") instanceof BsonDocument cursor)) {
      return;
    }
    BsonValue id = cursor.get("id");
    boolean isOpen = id != null && id.isNumber() && id.asNumber().longValue() != 0;
    if (isOpen) {
      document.append("cursorid", id);
    } else {
      document.append("cursorExhausted", BsonBoolean.TRUE);
    }
    for (String batch : List.of("firstBatch", "nextBatch")) {
      if (cursor.isArray(batch)) {
        document.append("nreturned", new BsonInt32(cursor.getArray(batch).size()));
      }
    }
  }

  private static void appendChanges(BsonDocument document, String op, BsonDocument reply) {
    if (!(reply.get("n") instanceof BsonNumber n)) {
      return;
    }
    switch (op) {
      case "insert" -> document.append("ninserted", n);
      case "remove" -> document.append("ndeleted", n);
      case "update" -> {
        int upserted = reply.isArray("upserted") ? reply.getArray("upserted").size() : 0;
        document.append("nMatched", number(n.longValue() - upserted));
        document.append("nModified", reply.get("nModified", new BsonInt32(0)));
        document.append("nUpserted", new BsonInt32(upserted));
      }
      default -> {}
    }
  }

  private static void appendError(BsonDocument document, BsonDocument reply) {
    if (reply.get("code") instanceof BsonNumber code && reply.isString("errmsg")) {
      document.append("ok", new BsonInt32(0));
      document.append("errMsg", reply.get("errmsg"));
      document.append("errName", reply.get("codeName", new BsonString("")));
      document.append("errCode", code);
    }
  }

  /** The address alone: ports come and go. */
  private static String client(String remote) {
    int colon = remote.lastIndexOf(':');
    return colon < 0 ? remote : remote.substring(0, colon);
  }

  private static BsonValue number(long value) {
    return value == (int) value ? new BsonInt32((int) value) : new BsonInt64(value);
  }
}
