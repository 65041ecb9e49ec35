package dev.meerkat.engine;

import java.time.Duration;

/**
 * What is fixed when an engine is opened. Threads: immutable.
 *
 * @param replicaSet the name of the replica set of one, or empty for a standalone server
 * @param majorityWaitsForSync MongoDB's {@code writeConcernMajorityJournalDefault}: whether a write
 *     with w: "majority" waits until it survives the loss of power
 * @param syncInterval how long a buffered commit may wait for its sync, above 0
 * @param oplog of a replica set; a standalone server has none
 */
public record EngineOptions(
    String replicaSet, boolean majorityWaitsForSync, Duration syncInterval, OplogOptions oplog) {
  public EngineOptions {
    if (syncInterval.isZero() || syncInterval.isNegative()) {
      throw new IllegalArgumentException("the sync interval must be above 0");
    }
  }

  /** A replica set of one named {@code rs0}, as durable as MongoDB. */
  public static EngineOptions defaults() {
    return new EngineOptions("rs0", true, Duration.ofMillis(100), OplogOptions.DEFAULT);
  }

  public boolean isReplicaSet() {
    return !replicaSet.isEmpty();
  }
}
