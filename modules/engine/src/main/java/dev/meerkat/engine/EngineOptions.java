package dev.meerkat.engine;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is fixed when an engine is opened. Threads: immutable.
 *
 * @param replicaSet the name of the replica set of one, or empty for a standalone server
 * @param majorityWaitsForSync MongoDB's {@code writeConcernMajorityJournalDefault}: whether a write
 *     with w: "majority" waits until it survives the loss of power
 * @param syncInterval how long a buffered commit may wait for its sync, above 0
 * @param folder the data folder, where it is this server's alone; null where sorts and groups have
 *     no disk to go on
 * @param oplog of a replica set; a standalone server has none
 */
public record EngineOptions(
    String replicaSet,
    boolean majorityWaitsForSync,
    Duration syncInterval,
    OplogOptions oplog,
    @Nullable Path folder,
    long recordCacheBytes) {
  private static final long SMALL_CACHE_BYTES = 1L << 20;

  public EngineOptions {
    if (syncInterval.isZero() || syncInterval.isNegative()) {
      throw new IllegalArgumentException("the sync interval must be above 0");
    }
    if (recordCacheBytes < 0) {
      throw new IllegalArgumentException("a cache has no bytes, or some");
    }
  }

  /** A replica set of one named {@code rs0}, as durable as MongoDB, with a small cache. */
  public static EngineOptions defaults() {
    return new EngineOptions(
        "rs0", true, Duration.ofMillis(100), OplogOptions.DEFAULT, null, SMALL_CACHE_BYTES);
  }

  public boolean isReplicaSet() {
    return !replicaSet.isEmpty();
  }
}
