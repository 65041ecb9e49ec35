package dev.meerkat.benchmarks;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a number of operations took. Threads: immutable.
 *
 * @param operations how many, 1 or more
 * @param cpu CPU time of the process that did them
 * @param wall time on the clock
 */
record Cost(long operations, Duration cpu, Duration wall) {
  private static final double NANOS_PER_MICRO = 1_000;
  private static final double NANOS_PER_SECOND = 1_000_000_000;

  /** Microseconds of CPU time for one operation. */
  double cpuMicros() {
    return cpu.toNanos() / NANOS_PER_MICRO / operations;
  }

  double perSecond() {
    return operations * NANOS_PER_SECOND / wall.toNanos();
  }

  /** One line that {@link #parse} reads. */
  String toLine() {
    return operations + " " + cpu.toNanos() + " " + wall.toNanos();
  }

  static Cost parse(String line) {
    String[] parts = line.split(" ", -1);
    return new Cost(
        Long.parseLong(parts[0]),
        Duration.ofNanos(Long.parseLong(parts[1])),
        Duration.ofNanos(Long.parseLong(parts[2])));
  }

  /**
   * The cheaper one: what disturbs a measurement makes it dearer, never cheaper.
   *
   * @param before what was found before, or null
   */
  static Cost cheaper(@Nullable Cost before, Cost now) {
    return before != null && before.cpuMicros() <= now.cpuMicros() ? before : now;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.2f µs CPU, %.0f/s", cpuMicros(), perSecond());
  }
}
