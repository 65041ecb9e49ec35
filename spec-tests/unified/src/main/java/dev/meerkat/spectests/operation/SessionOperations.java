package dev.meerkat.spectests.operation;

import com.mongodb.MongoClientException;
import com.mongodb.TransactionOptions;
import com.mongodb.client.ClientSession;
import dev.meerkat.spectests.unified.Concerns;
import dev.meerkat.spectests.unified.SessionEntity;
import dev.meerkat.spectests.unified.TestFailure;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Transactions and the end of sessions. Threads: immutable. */
final class SessionOperations {
  private SessionOperations() {}

  static @Nullable BsonValue startTransaction(Call call) {
    TransactionOptions options = Concerns.transaction(call.arguments());
    call.arguments().checkAllRead();
    session(call).startTransaction(options);
    return null;
  }

  static @Nullable BsonValue commitTransaction(Call call) {
    call.arguments().checkAllRead();
    session(call).commitTransaction();
    return null;
  }

  static @Nullable BsonValue abortTransaction(Call call) {
    call.arguments().checkAllRead();
    session(call).abortTransaction();
    return null;
  }

  static @Nullable BsonValue endSession(Call call) {
    call.arguments().checkAllRead();
    session(call).close();
    return null;
  }

  static @Nullable BsonValue withTransaction(Call call) {
    List<BsonDocument> operations = call.arguments().documents("callback");
    TransactionOptions options = Concerns.transaction(call.arguments());
    call.arguments().checkAllRead();
    session(call)
        .withTransaction(
            () -> {
              for (BsonDocument operation : operations) {
                try {
                  OperationRunner.runAndThrow(operation, call.context());
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                  throw new TestFailure("interrupted in a transaction");
                }
              }
              return Boolean.TRUE;
            },
            options);
    return null;
  }

  static @Nullable BsonValue getSnapshotTime(Call call) {
    SessionEntity entity = call.entities().as(SessionEntity.class, call.object());
    if (!entity.isSnapshot()) {
      throw new MongoClientException("the session reads no snapshot");
    }
    BsonTimestamp time = entity.session().getSnapshotTimestamp();
    return time;
  }

  private static ClientSession session(Call call) {
    return call.entities().session(call.object());
  }
}
