package dev.meerkat.fuzz.simulator;

import dev.meerkat.spi.Ticker;

/** A clock that stands still until it is moved. Threads: confined to one thread. */
final class ManualTicker implements Ticker {
  private static final long START_MILLIS = 1_700_000_000_000L;

  private long millis = START_MILLIS;

  @Override
  public long wallMillis() {
    return millis;
  }

  @Override
  public long nanos() {
    return millis * 1_000_000;
  }

  void advance(long more) {
    millis += more;
  }
}
