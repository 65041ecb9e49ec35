package dev.meerkat.server;

import dev.meerkat.spi.Seeds;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.bson.types.ObjectId;

/** Real randomness; identifiers that no other server gives. Threads: safe. */
final class StandardSeeds implements Seeds {
  @Override
  public long nextLong() {
    return ThreadLocalRandom.current().nextLong();
  }

  @Override
  public double nextDouble() {
    return ThreadLocalRandom.current().nextDouble();
  }

  @Override
  public ObjectId newObjectId() {
    return new ObjectId();
  }

  @Override
  public UUID newUuid() {
    return UUID.randomUUID();
  }
}
