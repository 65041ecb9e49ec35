package dev.meerkat.spectests.unified;

import com.mongodb.ConnectionString;

/**
 * What tests run against. Threads: immutable.
 *
 * @param topology {@code single}, {@code replicaset}, {@code sharded} or {@code load-balanced}
 * @param maxWireVersion as {@code hello} tells it
 */
public record Deployment(ConnectionString server, String topology, int maxWireVersion) {
  /** The first wire version that knows {@code rawData}: MongoDB 8.2. */
  public static final int WIRE_VERSION_OF_RAW_DATA = 27;

  boolean isSharded() {
    return topology.startsWith("sharded") || isLoadBalanced();
  }

  boolean isLoadBalanced() {
    return topology.equals("load-balanced");
  }
}
