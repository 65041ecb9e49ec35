package dev.meerkat.spi.query;

import org.jspecify.annotations.Nullable;

/** Where the values that a stage puts at a path come from. Threads: immutable. */
@FunctionalInterface
public interface PathOrigin {
  /**
   * The path at which documents have, before the stage, the very values that they have at {@code
   * path} behind it, or null where there is none.
   */
  @Nullable String of(String path);
}
