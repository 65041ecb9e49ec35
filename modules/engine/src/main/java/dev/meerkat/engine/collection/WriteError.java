package dev.meerkat.engine.collection;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

/**
 * One failed statement of a batch. Threads: immutable.
 *
 * @param index of the statement in the batch, from 0
 * @param details fields that stand beside code and errmsg, such as keyPattern and keyValue, or null
 */
public record WriteError(
    int index, ErrorCode code, String message, @Nullable BsonDocument details) {
  /** The error that a statement failed with. */
  public static WriteError of(int index, ServerException cause) {
    return new WriteError(index, cause.code(), cause.text(), cause.details());
  }

  /** Throws what ends the whole command: kills, deadlines, and conflicts of transactions. */
  static void rethrowFatal(ServerException cause) {
    switch (cause.code().number()) {
      case 50, 112, 246, 251, 263, 11600, 11601 -> throw cause;
      default -> {}
    }
  }

  /** The same failure as an exception. */
  public ServerException toException() {
    return new ServerException(code, message, details, List.of());
  }

  /** An element of the reply's {@code writeErrors}. */
  public BsonDocument toBson() {
    BsonDocument error =
        new BsonDocument("index", new BsonInt32(index))
            .append("code", new BsonInt32(code.number()));
    if (details != null) {
      error.putAll(details);
    }
    return error.append("errmsg", new BsonString(message));
  }
}
