package dev.meerkat.server;

import dev.meerkat.engine.LogicalClock;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.command.CommonFields;
import org.bson.BsonTimestamp;

/**
 * Hears the time in the requests of a replica set and writes {@code $clusterTime} and {@code
 * operationTime} into its replies, from bytes made ready once. Threads: safe; the bytes are not
 * changed.
 */
final class Gossip {
  private static final byte[] OPERATION_TIME = BsonBytes.nameBytes("operationTime");
  private static final byte[] CLUSTER_TIME = BsonBytes.nameBytes("$clusterTime");
  private static final byte[] TIME = BsonBytes.nameBytes("clusterTime");
  private static final byte[] SIGNATURE = BsonBytes.nameBytes("signature");
  private static final byte[] UNSIGNED = unsigned();

  private final LogicalClock clock;

  Gossip(LogicalClock clock) {
    this.clock = clock;
  }

  /**
   * Takes note of the time that a client has heard elsewhere.
   *
   * @throws dev.meerkat.spi.ServerException 205 where it is too far ahead, 40484 where it is none
   */
  void hear(CommonFields common) {
    long heard = common.clusterTime();
    boolean isNews = Long.compareUnsigned(heard, clock.clusterTime().getValue()) > 0;
    if (isNews || (int) heard < 0) {
      clock.advance(new BsonTimestamp(heard));
    }
  }

  void write(DocumentBuilder reply) {
    // In this order, so that the operation is never later than the cluster.
    long committed = clock.lastCommitted().getValue();
    reply
        .beginDocument(CLUSTER_TIME)
        .appendTimestamp(TIME, clock.clusterTime().getValue())
        .appendRaw(SIGNATURE, BsonBytes.DOCUMENT, UNSIGNED, 0, UNSIGNED.length)
        .end()
        .appendTimestamp(OPERATION_TIME, committed);
  }

  /** The signature of a server that has no keys to sign with: zeros. */
  private static byte[] unsigned() {
    byte[] hash = new byte[4 + 1 + 20];
    BsonBytes.putInt32(hash, 0, 20);
    return new DocumentBuilder(64)
        .appendRaw(BsonBytes.nameBytes("hash"), BsonBytes.BINARY, hash, 0, hash.length)
        .appendInt64("keyId", 0)
        .toBytes();
  }
}
