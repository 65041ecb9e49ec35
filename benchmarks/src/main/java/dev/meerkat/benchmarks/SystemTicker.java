package dev.meerkat.benchmarks;

import dev.meerkat.spi.Ticker;

/** The computer's clock. Threads: safe; no state. */
final class SystemTicker implements Ticker {
  @Override
  public long wallMillis() {
    return System.currentTimeMillis();
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }
}
