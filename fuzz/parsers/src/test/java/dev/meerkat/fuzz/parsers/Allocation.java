package dev.meerkat.fuzz.parsers;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** How much memory has been asked for. Threads: safe; no state. */
final class Allocation {
  private static final ThreadMXBean THREADS = threads();

  private Allocation() {}

  private static ThreadMXBean threads() {
    if (ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads) {
      return threads;
    }
    throw new IllegalStateException("this Java does not count allocated bytes");
  }

  /** Bytes that the current thread has allocated since it began. */
  static long ofThisThread() {
    return THREADS.getCurrentThreadAllocatedBytes();
  }

  /** Bytes that all threads have allocated, those that have ended included. */
  static long ofAllThreads() {
    return THREADS.getTotalThreadAllocatedBytes();
  }
}
