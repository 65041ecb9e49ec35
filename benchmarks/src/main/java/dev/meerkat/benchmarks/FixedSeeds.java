package dev.meerkat.benchmarks;

import dev.meerkat.spi.Seeds;
import java.util.SplittableRandom;
import java.util.UUID;
import org.bson.types.ObjectId;

/** The same numbers in each run. Threads: one. */
final class FixedSeeds implements Seeds {
  private final SplittableRandom random = new SplittableRandom(1);

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
    return new ObjectId(random.nextInt(), random.nextInt(1 << 24));
  }

  @Override
  public UUID newUuid() {
    return new UUID(nextLong(), nextLong());
  }
}
