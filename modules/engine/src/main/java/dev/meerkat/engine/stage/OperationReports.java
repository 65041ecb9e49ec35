package dev.meerkat.engine.stage;

import dev.meerkat.engine.ConnectionFacts;
import dev.meerkat.engine.CurrentOp;
import dev.meerkat.engine.Engine;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.cursor.OpenCursor;
import dev.meerkat.engine.diagnostic.ProfileDocument;
import dev.meerkat.engine.session.Session;
import dev.meerkat.engine.transaction.Transaction;
import dev.meerkat.spi.DocumentView;
import java.time.Instant;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What {@code $currentOp} tells of operations, and of clients, cursors and sessions that wait.
 * Threads: confined to one operation.
 */
final class OperationReports {
  /** The longest command that is shown whole where commands are cut off. */
  private static final int MAX_COMMAND_BYTES = 1000;

  private static final String ELLIPSIS = "...";

  private final Engine engine;
  private final BsonDateTime now;
  private final boolean cutsOff;

  /**
   * @param cutsOff whether long commands are cut off
   */
  OperationReports(Operation asking, boolean cutsOff) {
    this.engine = asking.engine();
    this.now = new BsonDateTime(asking.ticker().wallMillis());
    this.cutsOff = cutsOff;
  }

  BsonDocument active(Operation operation) {
    long nanos = operation.elapsedNanos();
    BsonDocument document =
        client("op", operation.connection(), true)
            .append("opid", new BsonInt32(operation.opid()))
            .append("secs_running", new BsonInt64(nanos / 1_000_000_000))
            .append("microsecs_running", new BsonInt64(nanos / 1_000))
            .append("op", new BsonString(ProfileDocument.op(operation.command())))
            .append("ns", new BsonString(operation.namespace().fullName()))
            .append("command", command(operation.description()))
            .append("waitingForLock", BsonBoolean.FALSE)
            .append("killPending", BsonBoolean.valueOf(operation.interruption().isKilled()));
    if (!operation.current().planSummary().isEmpty()) {
      document.append("planSummary", new BsonString(operation.current().planSummary()));
    }
    CurrentOp.Progress progress = operation.current().progress();
    if (progress != null) {
      document.append("msg", new BsonString(message(progress)));
      document.append(
          "progress",
          new BsonDocument("done", number(progress.done()))
              .append("total", number(progress.total())));
    }
    OpenCursor cursor = cursor(operation);
    if (cursor != null) {
      document.append(
          "cursor",
          cursor(cursor).append("operationUsingCursorId", new BsonInt32(operation.opid())));
    }
    Session session = operation.session();
    if (session != null) {
      document.append("lsid", session.key().toBson());
    }
    Transaction transaction = operation.transaction();
    if (transaction != null) {
      document.append("transaction", transaction(transaction));
    }
    return document;
  }

  private static String message(CurrentOp.Progress progress) {
    long percent = progress.total() == 0 ? 0 : 100 * progress.done() / progress.total();
    return progress.message()
        + ": "
        + progress.done()
        + "/"
        + progress.total()
        + " "
        + percent
        + "%";
  }

  /** A client for whom nothing is being done. */
  BsonDocument idle(ConnectionFacts client) {
    return client("op", client, false);
  }

  BsonDocument idle(OpenCursor cursor) {
    return head("idleCursor")
        .append("ns", new BsonString(cursor.namespace().fullName()))
        .append("cursor", cursor(cursor));
  }

  /** A session in whose open transaction nobody works. */
  BsonDocument idle(Session session, Transaction open) {
    return head("idleSession")
        .append("desc", new BsonString("inactive transaction"))
        .append("active", BsonBoolean.FALSE)
        .append("currentOpTime", now)
        .append("lsid", session.key().toBson())
        .append("transaction", transaction(open))
        .append("waitingForLock", BsonBoolean.FALSE);
  }

  private BsonDocument head(String type) {
    return new BsonDocument("type", new BsonString(type))
        .append("host", new BsonString(engine.server().hostAndPort()));
  }

  private BsonDocument client(String type, ConnectionFacts client, boolean active) {
    BsonDocument document =
        head(type)
            .append("desc", new BsonString("conn" + client.connectionId()))
            .append("connectionId", new BsonInt64(client.connectionId()))
            .append("client", new BsonString(client.remote()))
            .append("clientMetadata", client.client())
            .append("active", BsonBoolean.valueOf(active))
            .append("currentOpTime", now);
    if (!client.applicationName().isEmpty()) {
      document.append("appName", new BsonString(client.applicationName()));
    }
    return document;
  }

  /** The cursor that a getMore works on, or null. */
  private @Nullable OpenCursor cursor(Operation operation) {
    if (!operation.command().equals("getMore")
        || !(operation.description().toBson().get("getMore") instanceof BsonInt64 id)) {
      return null;
    }
    for (OpenCursor cursor : engine.cursors().all()) {
      if (cursor.id() == id.getValue()) {
        return cursor;
      }
    }
    return null;
  }

  private BsonDocument cursor(OpenCursor cursor) {
    return new BsonDocument("cursorId", new BsonInt64(cursor.id()))
        .append("createdDate", new BsonDateTime(cursor.createdMillis()))
        .append("lastAccessDate", new BsonDateTime(cursor.lastUseMillis()))
        .append("nDocsReturned", new BsonInt64(cursor.returned()))
        .append("nBatchesReturned", new BsonInt64(cursor.batches()))
        .append("noCursorTimeout", BsonBoolean.valueOf(cursor.traits().noTimeout()))
        .append("tailable", BsonBoolean.valueOf(cursor.traits().tailable()))
        .append("awaitData", BsonBoolean.valueOf(cursor.traits().awaitData()))
        .append("originatingCommand", cutOff(cursor.command()));
  }

  private BsonDocument transaction(Transaction transaction) {
    long micros = transaction.ageNanos() / 1_000;
    return new BsonDocument(
            "parameters",
            new BsonDocument("txnNumber", new BsonInt64(transaction.number()))
                .append("autocommit", BsonBoolean.FALSE))
        .append("readTimestamp", new BsonTimestamp(transaction.readTime()))
        .append("startWallClockTime", new BsonString(iso(now.getValue() - micros / 1_000)))
        .append("timeOpenMicros", new BsonInt64(micros));
  }

  private static String iso(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }

  private BsonDocument command(DocumentView command) {
    return cutOff(command.toBson());
  }

  /** A long command as the beginning of its text, beside its comment. */
  private BsonDocument cutOff(BsonDocument command) {
    if (!cutsOff || DocumentView.of(command).length() <= MAX_COMMAND_BYTES) {
      return command;
    }
    String text = command.toJson();
    BsonDocument document =
        new BsonDocument(
            "$truncated",
            new BsonString(
                text.length() <= MAX_COMMAND_BYTES
                    ? text
                    : text.substring(0, MAX_COMMAND_BYTES - ELLIPSIS.length()) + ELLIPSIS));
    BsonValue comment = command.get("comment");
    return comment == null ? document : document.append("comment", comment);
  }

  private static BsonValue number(long value) {
    return value == (int) value ? new BsonInt32((int) value) : new BsonInt64(value);
  }
}
