package dev.meerkat.engine.cursor;

/** What reads the store and can let go of it between two batches. */
public interface Suspendable {
  /** Remembers the position and lets go of the snapshot, which is about to be closed. */
  void suspend();
}
