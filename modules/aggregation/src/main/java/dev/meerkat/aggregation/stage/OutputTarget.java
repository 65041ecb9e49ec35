package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.StageContext;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The collection that a stage writes to, reached through commands as any client would. Threads:
 * immutable.
 */
record OutputTarget(Namespace namespace) {
  private static final int MAX_BATCH_DOCUMENTS = 1_000;
  private static final int MAX_BATCH_BYTES = 8 * 1024 * 1024;

  static OutputTarget of(String database, String collection) {
    if (database.isEmpty()
        || database.chars().anyMatch(c -> "/\\. \"$\0".indexOf(c) >= 0)
        || collection.isEmpty()
        || collection.startsWith(".")
        || collection.indexOf('\0') >= 0
        || collection.indexOf('$') >= 0) {
      throw new ServerException(
          ErrorCode.INVALID_NAMESPACE, "Invalid namespace: " + database + "." + collection);
    }
    return new OutputTarget(new Namespace(database, collection));
  }

  static OutputTarget of(ParseScope scope, String collection) {
    return of(scope.namespace().database(), collection);
  }

  boolean isInternalDatabase() {
    return List.of("admin", "config", "local").contains(namespace.database());
  }

  boolean isSystemCollection() {
    return namespace.collection().startsWith("system.");
  }

  /** Whether as many documents are waiting as one command should take. */
  static boolean isFull(int documents, long bytes) {
    return documents >= MAX_BATCH_DOCUMENTS || bytes >= MAX_BATCH_BYTES;
  }

  /** What listCollections says of it, or null where there is no such collection. */
  @Nullable BsonDocument describe(StageContext context) {
    BsonDocument command =
        new BsonDocument("listCollections", new BsonString(""))
            .append("filter", new BsonDocument("name", new BsonString(namespace.collection())));
    BsonArray found =
        context
            .operation()
            .run(namespace.database(), command)
            .getDocument("cursor")
            .getArray("firstBatch");
    return found.isEmpty() ? null : found.getFirst().asDocument();
  }

  /** The specs of its indexes, that of {@code _id} included. */
  BsonArray indexes(StageContext context) {
    BsonDocument command = new BsonDocument("listIndexes", new BsonString(namespace.collection()));
    return context
        .operation()
        .run(namespace.database(), command)
        .getDocument("cursor")
        .getArray("firstBatch");
  }

  /**
   * Runs a write command on it.
   *
   * @throws ServerException the command's first write error
   */
  BsonDocument write(StageContext context, BsonDocument command) {
    if (context.bypassValidation()) {
      command.append("bypassDocumentValidation", BsonBoolean.TRUE);
    }
    BsonDocument reply = context.operation().run(namespace.database(), command);
    if (reply.containsKey("writeErrors") && !reply.getArray("writeErrors").isEmpty()) {
      throw failure(reply.getArray("writeErrors").getFirst().asDocument());
    }
    return reply;
  }

  private static ServerException failure(BsonDocument error) {
    BsonDocument details = new BsonDocument();
    for (var field : error.entrySet()) {
      switch (field.getKey()) {
        case "index", "code", "codeName", "errmsg" -> {}
        default -> details.append(field.getKey(), field.getValue());
      }
    }
    int number = error.getNumber("code").intValue();
    BsonValue text = error.get("errmsg");
    return new ServerException(
        named(number),
        text == null ? "" : text.asString().getValue(),
        details.isEmpty() ? null : details,
        List.of());
  }

  private static ErrorCode named(int number) {
    for (ErrorCode code :
        List.of(
            ErrorCode.DUPLICATE_KEY,
            ErrorCode.DOCUMENT_VALIDATION_FAILURE,
            ErrorCode.IMMUTABLE_FIELD,
            ErrorCode.BAD_VALUE)) {
      if (code.number() == number) {
        return code;
      }
    }
    return ErrorCode.location(number);
  }
}
