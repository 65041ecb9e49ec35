package dev.meerkat.engine.collection;

import dev.meerkat.spi.ServerException;
import org.jspecify.annotations.Nullable;

/**
 * Documents matched and changed by a statement. Threads: immutable.
 *
 * @param failure what ended the statement early, or null
 */
record Counts(long matched, long changed, @Nullable ServerException failure) {
  static final Counts NONE = new Counts(0, 0, null);

  /** One document that was changed. */
  static final Counts CHANGED = new Counts(1, 1, null);

  /** One document that was found as it is to be. */
  static final Counts FOUND = new Counts(1, 0, null);

  Counts plus(Counts more) {
    return new Counts(
        matched + more.matched,
        changed + more.changed,
        more.failure == null ? failure : more.failure);
  }
}
