package dev.meerkat.spectests.operation;

import com.mongodb.client.MongoCursor;
import dev.meerkat.spectests.unified.ClientEntity;
import dev.meerkat.spectests.unified.TestFailure;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** What is done with an open cursor, and the end of cursors and clients. Threads: immutable. */
final class CursorOperations {
  private CursorOperations() {}

  static @Nullable BsonValue iterateOnce(Call call) {
    call.arguments().checkAllRead();
    return call.entities().cursor(call.object()).tryNext();
  }

  static BsonValue iterateUntilDocumentOrError(Call call) {
    MongoCursor<BsonDocument> cursor = call.entities().cursor(call.object());
    call.arguments().checkAllRead();
    return cursor.next();
  }

  static @Nullable BsonValue close(Call call) {
    Object entity = call.entity();
    call.arguments().checkAllRead();
    switch (entity) {
      case MongoCursor<?> cursor -> cursor.close();
      case ClientEntity client -> client.close();
      default -> throw new TestFailure(call.object() + " cannot be closed");
    }
    return null;
  }
}
