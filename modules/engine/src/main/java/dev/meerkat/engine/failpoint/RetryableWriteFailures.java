package dev.meerkat.engine.failpoint;

import dev.meerkat.engine.Operation;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import java.util.HashMap;
import java.util.Map;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * What {@code onPrimaryTransactionalWrite} does to the statements of one retryable write: the
 * client loses its connection, unless {@code closeConnection} is false, and with {@code
 * failBeforeCommitExceptionCode} the write is not done either. Threads: confined to one command.
 */
public final class RetryableWriteFailures {
  private final Operation operation;
  private final FailPoint point;

  /** What came of runs of statements: a turn may run them again, and they are counted once. */
  private final Map<Long, BsonDocument> decided = new HashMap<>();

  private @Nullable ServerException thrown;

  public RetryableWriteFailures(Operation operation) {
    this.operation = operation;
    this.point = operation.engine().failPoints().onPrimaryTransactionalWrite();
  }

  /**
   * Asks the fail point for a run of statements that is about to be committed.
   *
   * @throws ServerException the run is not to be committed
   */
  public void check(int first, int last) {
    BsonDocument data =
        decided.computeIfAbsent(((long) first << Integer.SIZE) | last, run -> enter());
    if (data.isEmpty()) {
      return;
    }
    if (FailPointData.isTrue(data, "closeConnection")) {
      operation.hangUp();
    }
    long code = FailPointData.integer(data, "failBeforeCommitExceptionCode", 0);
    if (code != 0) {
      thrown =
          new ServerException(
              ErrorCode.of((int) code),
              "Failing write for "
                  + operation.common().session()
                  + ":"
                  + operation.common().transactionNumber()
                  + " due to failpoint. The write must not be reflected.");
      throw thrown;
    }
  }

  /** Whether a failure comes from the fail point. */
  @SuppressWarnings("ReferenceEquality") // this very failure, not one like it
  public boolean isOwn(ServerException failure) {
    return failure == thrown;
  }

  /** The data of a firing, with the default filled in; empty where it does not fire. */
  private BsonDocument enter() {
    BsonDocument data = point.enter(any -> true);
    if (data == null) {
      return new BsonDocument();
    }
    BsonDocument complete = new BsonDocument("closeConnection", BsonBoolean.TRUE);
    complete.putAll(data);
    return complete;
  }
}
