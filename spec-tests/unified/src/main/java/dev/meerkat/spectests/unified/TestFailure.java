package dev.meerkat.spectests.unified;

/** Something was not as a test expects it. Threads: immutable. */
public final class TestFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TestFailure(String reason) {
    super(reason);
  }
}
