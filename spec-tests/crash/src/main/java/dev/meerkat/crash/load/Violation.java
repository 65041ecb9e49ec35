package dev.meerkat.crash.load;

import java.util.function.Supplier;

/** The server has not kept what it promised. Threads: immutable. */
public final class Violation extends RuntimeException {
  private static final long serialVersionUID = 1;

  public Violation(String message) {
    super(message);
  }

  /** Ends the check where {@code condition} does not hold. */
  public static void require(boolean condition, Supplier<String> what) {
    if (!condition) {
      throw new Violation(what.get());
    }
  }
}
