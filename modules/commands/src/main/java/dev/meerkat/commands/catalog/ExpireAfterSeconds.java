package dev.meerkat.commands.catalog;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.CommandRequest;
import org.bson.BsonInt64;

/** The age at which documents of a collection that is sorted by time go. Threads: immutable. */
final class ExpireAfterSeconds {
  static final String NAME = "expireAfterSeconds";

  private ExpireAfterSeconds() {}

  /**
   * The number that a command gives.
   *
   * @param nowMillis since the Unix epoch: nothing can be older than that
   * @throws ServerException 72
   */
  static BsonInt64 of(CommandRequest request, long nowMillis) {
    long seconds = request.int64(NAME, 0);
    if (seconds < 0) {
      throw new ServerException(
          ErrorCode.INVALID_OPTIONS, "TTL index 'expireAfterSeconds' option cannot be less than 0");
    }
    if (seconds > nowMillis / 1_000) {
      throw new ServerException(
          ErrorCode.INVALID_OPTIONS,
          "TTL index 'expireAfterSeconds' option must be less than the time since the epoch");
    }
    return new BsonInt64(seconds);
  }
}
