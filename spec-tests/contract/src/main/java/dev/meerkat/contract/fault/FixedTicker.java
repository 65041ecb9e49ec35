package dev.meerkat.contract.fault;

import dev.meerkat.spi.Ticker;

/** A clock that stands still: nothing here waits for one. Threads: immutable. */
record FixedTicker() implements Ticker {
  @Override
  public long wallMillis() {
    return 0;
  }

  @Override
  public long nanos() {
    return 0;
  }
}
