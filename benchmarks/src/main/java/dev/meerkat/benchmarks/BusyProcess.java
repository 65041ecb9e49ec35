package dev.meerkat.benchmarks;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * A process that does nothing but take one processor, until it is ended: what a server's operations
 * wait for beside it, they wait for by the system's doing. Threads: confined to the main thread.
 */
public final class BusyProcess {
  private static final long AT_MOST = Duration.ofHours(1).toNanos();

  private BusyProcess() {}

  /** Says that it is busy, and is. */
  public static void main(String[] arguments) {
    System.out.println("busy");
    SplittableRandom random = new SplittableRandom(1);
    long began = System.nanoTime();
    long sum = 0;
    while (System.nanoTime() - began < AT_MOST) {
      sum += random.nextLong();
    }
    System.out.println(sum);
  }
}
