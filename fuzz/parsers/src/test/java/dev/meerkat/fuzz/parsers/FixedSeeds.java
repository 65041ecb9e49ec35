package dev.meerkat.fuzz.parsers;

import dev.meerkat.spi.Seeds;
import java.util.UUID;
import org.bson.types.ObjectId;

/** No chance at all: always the same. Threads: safe; no state. */
final class FixedSeeds implements Seeds {
  @Override
  public long nextLong() {
    return 42;
  }

  @Override
  public double nextDouble() {
    return 0.5;
  }

  @Override
  public ObjectId newObjectId() {
    return new ObjectId(1, 2);
  }

  @Override
  public UUID newUuid() {
    return new UUID(1, 2);
  }
}
