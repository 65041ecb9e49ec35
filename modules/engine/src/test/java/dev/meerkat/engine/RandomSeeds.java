package dev.meerkat.engine;

import dev.meerkat.spi.Seeds;
import java.util.Random;
import java.util.UUID;
import org.bson.types.ObjectId;

/** Chance as it comes: nothing that tests look at depends on it. Threads: one test. */
final class RandomSeeds implements Seeds {
  private final Random random = new Random();

  @Override
  public long nextLong() {
    return random.nextLong();
  }

  @Override
  public double nextDouble() {
    return random.nextDouble();
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
