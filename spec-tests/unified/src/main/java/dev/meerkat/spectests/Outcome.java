package dev.meerkat.spectests;

/** How a test went. Threads: immutable. */
public sealed interface Outcome {
  record Passed() implements Outcome {}

  /** What was expected and what came instead. */
  record Failed(String reason) implements Outcome {}

  /** Why it cannot run here. */
  record NotRun(String reason) implements Outcome {}
}
