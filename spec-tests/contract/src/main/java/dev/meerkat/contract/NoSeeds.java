package dev.meerkat.contract;

import dev.meerkat.spi.Seeds;
import java.util.UUID;
import org.bson.types.ObjectId;

/** No chance, for tests in which nobody may ask for any. Threads: immutable. */
public record NoSeeds() implements Seeds {
  @Override
  public long nextLong() {
    throw asked();
  }

  @Override
  public double nextDouble() {
    throw asked();
  }

  @Override
  public ObjectId newObjectId() {
    throw asked();
  }

  @Override
  public UUID newUuid() {
    throw asked();
  }

  private static AssertionError asked() {
    return new AssertionError("somebody asked for chance");
  }
}
