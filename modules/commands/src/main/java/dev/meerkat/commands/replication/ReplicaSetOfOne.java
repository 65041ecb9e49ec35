package dev.meerkat.commands.replication;

import dev.meerkat.engine.Engine;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.CommandRequest;
import org.bson.BsonNumber;
import org.bson.BsonTimestamp;

/** What commands about replication say on a standalone server. Threads: immutable. */
public final class ReplicaSetOfOne {
  private ReplicaSetOfOne() {}

  public static void require(Engine engine) {
    if (!engine.options().isReplicaSet()) {
      throw new ServerException(ErrorCode.NO_REPLICATION_ENABLED, "not running with --replSet");
    }
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
