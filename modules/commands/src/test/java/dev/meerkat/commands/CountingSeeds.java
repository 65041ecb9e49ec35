package dev.meerkat.commands;

import dev.meerkat.spi.Seeds;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.types.ObjectId;

/** Counts instead of guessing. Threads: safe. */
final class CountingSeeds implements Seeds {
  private final AtomicLong last = new AtomicLong();

  @Override
  public long nextLong() {
    return last.incrementAndGet();
  }

  @Override
  public double nextDouble() {
    return 0.5;
  }

  @Override
  public ObjectId newObjectId() {
    return new ObjectId("%024x".formatted(nextLong()));
  }

  @Override
  public UUID newUuid() {
    return new UUID(0, nextLong());
  }
}
