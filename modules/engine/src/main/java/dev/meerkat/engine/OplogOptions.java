package dev.meerkat.engine;

/**
 * How much of what was written the oplog keeps. Threads: immutable.
 *
 * @param sizeMegabytes mongod's {@code --oplogSize}, used when the oplog is made; 0 for the default
 * @param minRetentionHours mongod's {@code --oplogMinRetentionHours}: younger entries stay however
 *     many they are; 0 for none
 */
public record OplogOptions(long sizeMegabytes, double minRetentionHours) {
  public static final OplogOptions DEFAULT = new OplogOptions(0, 0);

  public OplogOptions {
    if (sizeMegabytes < 0 || !(minRetentionHours >= 0)) {
      throw new IllegalArgumentException("neither the oplog's size nor its retention is below 0");
    }
  }
}
