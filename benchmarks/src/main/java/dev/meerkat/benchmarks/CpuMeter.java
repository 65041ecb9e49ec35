package dev.meerkat.benchmarks;

import java.time.Duration;

/** The CPU time of one process, all of its threads, in user and kernel mode. Threads: immutable. */
record CpuMeter(ProcessHandle process) {
  static CpuMeter of(long pid) {
    return new CpuMeter(
        ProcessHandle.of(pid).orElseThrow(() -> new IllegalArgumentException("no process " + pid)));
  }

  /** What the process has used since its start; the system counts in steps of some 10 ms. */
  Duration used() {
    return process
        .info()
        .totalCpuDuration()
        .orElseThrow(() -> new IllegalStateException("the process has ended, or hides its time"));
  }

  /**
   * What operations have taken up to now.
   *
   * @param before what had been used when they began
   * @param began when that was, in nanoseconds of the system's clock
   */
  Cost cost(int operations, Duration before, long began) {
    Duration wall = Duration.ofNanos(System.nanoTime() - began);
    return new Cost(operations, used().minus(before), wall);
  }
}
