package dev.meerkat.spectests;

/** A test asks for what this runner, or the driver's public API, does not offer. */
final class NotRunnable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotRunnable(String reason) {
    super(reason);
  }
}
