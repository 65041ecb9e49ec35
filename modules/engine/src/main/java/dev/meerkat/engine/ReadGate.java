package dev.meerkat.engine;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.ReadConcern;
import dev.meerkat.spi.storage.Durability;
import org.bson.BsonTimestamp;

/**
 * Sees to it, before a command reads, that what its read concern asks for holds. Threads: safe.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/read-concern/">Read concern</a>
 */
record ReadGate(Turns turns, LogicalClock clock, boolean isReplicaSet) {
  /**
   * @throws ServerException 72 for a time that has not come, 20 and 123 for what a standalone
   *     server lacks
   */
  void pass(ReadConcern concern) {
    if (!concern.isGiven() && concern.afterClusterTime() == 0 && concern.atClusterTime() == 0) {
      return;
    }
    reach("afterClusterTime", concern.afterClusterTime());
    reach("atClusterTime", concern.atClusterTime());
    if (!isReplicaSet && needsReplicaSet(concern.level())) {
      throw new ServerException(
          ErrorCode.NOT_A_REPLICA_SET,
          "node needs to be a replica set member to use read concern '"
              + concern.level().wireName()
              + "'");
    }
    switch (concern.level()) {
      case LOCAL, AVAILABLE -> {}
      // A reader sees the newest commit; it is made durable first, so that it cannot be lost again.
      case MAJORITY, LINEARIZABLE -> turns.syncIfNeeded();
      // What is read is at least as old as the last sync, or is synced by it.
      case SNAPSHOT -> turns.syncIfNeeded();
    }
  }

  private static boolean needsReplicaSet(ReadConcern.Level level) {
    return level == ReadConcern.Level.SNAPSHOT || level == ReadConcern.Level.LINEARIZABLE;
  }

  /**
   * Sees to it that the last commit is not before a time. Where the client has heard of it
   * elsewhere, nothing is committed at it here: a commit of nothing, later than it, says so.
   */
  private void reach(String field, long bits) {
    if (bits == 0) {
      return;
    }
    if (!isReplicaSet) {
      throw new ServerException(
          ErrorCode.ILLEGAL_OPERATION,
          "Cannot specify " + field + " readConcern without replication enabled");
    }
    checkNotAhead(field, bits);
    if (Long.compareUnsigned(bits, clock.lastCommitted().getValue()) > 0) {
      var _ = turns.write(Durability.BUFFERED, Turn::timestamp);
    }
  }

  private void checkNotAhead(String field, long bits) {
    BsonTimestamp now = clock.clusterTime();
    if (Long.compareUnsigned(bits, now.getValue()) > 0) {
      throw new ServerException(
          ErrorCode.INVALID_OPTIONS,
          "readConcern "
              + field
              + " value must not be greater than the current clusterTime. Requested clusterTime: "
              + LogicalClock.text(new BsonTimestamp(bits))
              + "; current clusterTime: "
              + LogicalClock.text(now));
    }
  }
}
