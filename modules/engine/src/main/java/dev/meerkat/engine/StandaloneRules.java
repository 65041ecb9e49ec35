package dev.meerkat.engine;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.WriteConcern;
import org.bson.BsonInt32;
import org.bson.BsonString;

/** What nobody may ask of a server that is in no replica set. Threads: immutable. */
final class StandaloneRules {
  private StandaloneRules() {}

  /** Fails before anything is written where more than this server is to have it. */
  static void check(WriteConcern concern) {
    if (!concern.isWGiven() || concern.isMajority()) {
      return;
    }
    if (concern.w() instanceof BsonInt32 members && members.getValue() > 1) {
      throw new ServerException(
          ErrorCode.BAD_VALUE, "cannot use 'w' > 1 when a host is not replicated");
    }
    if (concern.w() instanceof BsonString mode) {
      throw new ServerException(
          ErrorCode.BAD_VALUE,
          "cannot use non-majority 'w' mode \"%s\" when a host is not a member of a replica set"
              .formatted(mode.getValue()));
    }
  }
}
