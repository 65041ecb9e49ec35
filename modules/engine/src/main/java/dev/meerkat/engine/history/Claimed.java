package dev.meerkat.engine.history;

/**
 * A plain write has met what an open transaction has written; it may run again when that one has
 * ended. Threads: immutable.
 */
public final class Claimed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Claims.Claimant claimant;

  public Claimed(Claims.Claimant claimant) {
    super("written by an open transaction", null, false, false);
    this.claimant = claimant;
  }

  public Claims.Claimant claimant() {
    return claimant;
  }
}
