package dev.meerkat.spectests.operation;

import org.jspecify.annotations.Nullable;

/** What a test can do under one name. Threads: immutable. */
@FunctionalInterface
interface Operation {
  /**
   * Does it and answers a BSON value, a cursor that the test may keep, or null where there is no
   * result.
   */
  @Nullable Object run(Call call) throws InterruptedException;
}
