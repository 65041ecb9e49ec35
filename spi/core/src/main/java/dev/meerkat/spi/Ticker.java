package dev.meerkat.spi;

/**
 * The only source of time: code that needs a clock is given one of these, so that tests can set it.
 * Threads: safe.
 */
public interface Ticker {
  /** Milliseconds since the Unix epoch. */
  long wallMillis();

  /** Nanoseconds from an arbitrary point, never going back; for durations and deadlines. */
  long nanos();
}
