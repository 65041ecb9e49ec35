package dev.meerkat.spectests;

import java.util.List;

/** How a test went. Threads: immutable. */
public sealed interface Outcome {
  /**
   * @param emulated the operations that were sent as commands because the driver's public API lacks
   *     them, sorted
   * @param retries how often the test, sensitive to timing, failed before; 0 for all others
   */
  record Passed(List<String> emulated, int retries) implements Outcome {
    public Passed {
      emulated = List.copyOf(emulated);
    }

    public Passed() {
      this(List.of(), 0);
    }
  }

  /** What was expected and what came instead. */
  record Failed(String reason) implements Outcome {}

  /** Why it cannot run here. */
  record NotRun(String reason) implements Outcome {}
}
