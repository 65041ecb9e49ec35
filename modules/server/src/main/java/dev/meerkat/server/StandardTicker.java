package dev.meerkat.server;

import dev.meerkat.spi.Ticker;

/** The machine's clock. Threads: immutable. */
public final class StandardTicker implements Ticker {
  public StandardTicker() {}

  @Override
  public long wallMillis() {
    return System.currentTimeMillis();
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }
}
