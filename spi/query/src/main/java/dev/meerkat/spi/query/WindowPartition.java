package dev.meerkat.spi.query;

import dev.meerkat.spi.DocumentView;

/**
 * The documents of one partition of {@code $setWindowFields}, in the order of {@code sortBy}.
 * Threads: confined to one operation.
 */
public interface WindowPartition {
  int size();

  /** A document; it stays valid as long as the partition does. */
  DocumentView document(int index);

  /** Whether {@code sortBy} cannot tell two documents apart; without it, it tells none. */
  boolean ties(int first, int second);
}
