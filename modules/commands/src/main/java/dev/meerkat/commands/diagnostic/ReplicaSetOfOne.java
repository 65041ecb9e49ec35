package dev.meerkat.commands.diagnostic;

import dev.meerkat.engine.Engine;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;

/** What commands about replication say on a standalone server. Threads: immutable. */
final class ReplicaSetOfOne {
  private ReplicaSetOfOne() {}

  static void require(Engine engine) {
    if (!engine.options().isReplicaSet()) {
      throw new ServerException(ErrorCode.NO_REPLICATION_ENABLED, "not running with --replSet");
    }
  }
}
