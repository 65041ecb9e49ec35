package dev.meerkat.engine;

/**
 * Ends the work of an operation that is not to wait and would have to: nothing has been done, and
 * all of it is to be done again by whoever may wait. Threads: immutable.
 *
 * @see Interruption#refuseWaiting
 */
public final class MustWait extends RuntimeException {
  private static final long serialVersionUID = 1;

  MustWait() {
    super("the operation would have to wait", null, false, false);
  }
}
