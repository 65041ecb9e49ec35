package dev.meerkat.fuzz.simulator;

import dev.meerkat.spi.Seeds;
import java.util.SplittableRandom;
import java.util.UUID;
import org.bson.types.ObjectId;

/** Chance that comes out the same for the same seed. Threads: safe; guarded by itself. */
final class ReplayedSeeds implements Seeds {
  private final SplittableRandom random;

  ReplayedSeeds(SplittableRandom random) {
    this.random = random;
  }

  @Override
  public synchronized long nextLong() {
    return random.nextLong();
  }

  @Override
  public synchronized double nextDouble() {
    return random.nextDouble();
  }

  @Override
  public synchronized ObjectId newObjectId() {
    return new ObjectId(random.nextInt(), random.nextInt(1 << 24));
  }

  @Override
  public synchronized UUID newUuid() {
    return new UUID(
        random.nextLong() & ~0xF000L | 0x4000L,
        random.nextLong() & Long.MAX_VALUE | Long.MIN_VALUE);
  }
}
