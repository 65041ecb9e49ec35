package dev.meerkat.engine.oplog;

import org.jspecify.annotations.Nullable;

/**
 * The terms of the set's only primary: the first begins with the set, another one each time that it
 * becomes primary again after it was made to step down. What the newest entry of the oplog says is
 * known after a restart. Threads: safe.
 */
public final class Terms {
  private volatile Reign current;

  /**
   * @param since bits of a time that no entry of an earlier term has
   * @param before the one before, as far as this process has seen it, or null
   */
  private record Reign(long term, long since, @Nullable Reign before) {}

  Terms(long term) {
    this.current = new Reign(term, 0, null);
  }

  /** The present term. */
  public long now() {
    return current.term();
  }

  /** The term of an entry. */
  long of(long time) {
    Reign reign = current;
    for (Reign before = reign.before();
        before != null && Long.compareUnsigned(time, reign.since()) < 0;
        before = reign.before()) {
      reign = before;
    }
    return reign.term();
  }

  /**
   * Begins another term.
   *
   * @param since bits of a time that no entry so far has
   */
  synchronized void begin(long since) {
    Reign before = current;
    current = new Reign(before.term() + 1, since, before);
  }
}
