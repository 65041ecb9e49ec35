package dev.meerkat.contract;

import dev.meerkat.spi.Ticker;

/** A clock that stands still, for tests that wait for none. Threads: immutable. */
public record FixedTicker() implements Ticker {
  @Override
  public long wallMillis() {
    return 0;
  }

  @Override
  public long nanos() {
    return 0;
  }
}
