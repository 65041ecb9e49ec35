package dev.meerkat.spectests.unified;

/** A test asks for what this runner, or the driver's public API, does not offer. */
public final class NotRunnable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NotRunnable(String reason) {
    super(reason);
  }
}
