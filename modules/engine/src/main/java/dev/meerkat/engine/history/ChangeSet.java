package dev.meerkat.engine.history;

/**
 * What one member of a turn has changed, as one point of time. It is published before the commit,
 * with a time after every other, and gets its own time before the commit as well. Threads: safe.
 */
public final class ChangeSet {
  private static final long UNKNOWN = -1;

  private volatile long time = UNKNOWN;
  private volatile boolean undone;

  ChangeSet() {}

  /** Whether who reads at {@code reader} must not see these changes. */
  boolean isAfter(long reader) {
    return !undone && Long.compareUnsigned(time, reader) > 0;
  }

  /** Whether nobody can need what these changes have replaced. */
  boolean isForgotten(long oldestReader) {
    return undone || Long.compareUnsigned(time, oldestReader) <= 0;
  }

  /**
   * Says when the changes happen; the first word counts.
   *
   * @param bits of a timestamp
   */
  public void seal(long bits) {
    if (time == UNKNOWN) {
      time = bits;
    }
  }

  /** Says that the changes have not happened after all. */
  public void undo() {
    undone = true;
  }
}
