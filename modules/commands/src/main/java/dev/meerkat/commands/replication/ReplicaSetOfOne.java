package dev.meerkat.commands.replication;

import dev.meerkat.engine.Engine;
import dev.meerkat.engine.Operation;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.CommandRequest;
import java.time.Instant;
import org.bson.BsonNumber;
import org.bson.BsonTimestamp;

/** What commands about replication say on a standalone server. Threads: immutable. */
public final class ReplicaSetOfOne {
  private static final ErrorCode EXCEEDED_TIME_LIMIT = new ErrorCode(262, "ExceededTimeLimit");

  private ReplicaSetOfOne() {}

  public static void require(Engine engine) {
    if (!engine.options().isReplicaSet()) {
      throw new ServerException(ErrorCode.NO_REPLICATION_ENABLED, "not running with --replSet");
    }
  }

  /** However long one waits for a secondary that could become primary: there is none. */
  public static ServerException nobodyCatchesUp(Operation operation) {
    return new ServerException(
        EXCEEDED_TIME_LIMIT,
        "No electable secondaries caught up as of "
            + Instant.ofEpochMilli(operation.ticker().wallMillis())
            + ". Please use the replSetStepDown command with the argument {force: true} to force"
            + " node to step down.");
  }

  /**
   * The seconds that are a command's own value; of anything else but a number {@code otherwise}.
   */
  static long seconds(CommandRequest request, String command, long otherwise) {
    return request.value(command) instanceof BsonNumber number ? number.longValue() : otherwise;
  }

  /** The time of the newest entry. */
  public static BsonTimestamp applied(Engine engine) {
    return engine.oplog().newest();
  }

  /** The time of the newest entry that survives the loss of power. */
  public static BsonTimestamp durable(Engine engine) {
    BsonTimestamp applied = applied(engine);
    BsonTimestamp synced = engine.clock().lastSynced();
    return synced.compareTo(applied) < 0 ? synced : applied;
  }
}
