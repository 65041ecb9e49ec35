package dev.meerkat.commands;

import dev.meerkat.spi.Ticker;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that goes on by a little at each look, or by as much as a test wants. Threads: safe. */
final class FixedTime implements Ticker {
  private final AtomicLong nanos = new AtomicLong();
  private volatile long step = 1_000;

  /** Lets so much time pass at each look at the clock. */
  void step(long nanosPerLook) {
    step = nanosPerLook;
  }

  @Override
  public long wallMillis() {
    return 1_700_000_000_000L + nanos() / 1_000_000;
  }

  @Override
  public long nanos() {
    return nanos.addAndGet(step);
  }
}
