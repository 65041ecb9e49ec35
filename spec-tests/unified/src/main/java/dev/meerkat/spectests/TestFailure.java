package dev.meerkat.spectests;

/** Something was not as a test expects it. Threads: immutable. */
final class TestFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TestFailure(String reason) {
    super(reason);
  }
}
