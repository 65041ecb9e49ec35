package dev.meerkat.spi.index;

import java.util.Set;

/** Brings index types; found by {@link java.util.ServiceLoader}. Threads: immutable. */
public interface IndexTypeProvider {
  /**
   * The words that stand as a value in a key pattern, such as {@code hashed}; {@code btree} is the
   * type of patterns of numbers alone. A name claimed twice is refused at start.
   */
  Set<String> names();

  IndexType type(String name);
}
