package dev.meerkat.query.filter;

import dev.meerkat.query.filter.PathFilter.ElementIndex;
import dev.meerkat.spi.query.EvaluationScope;

/** A condition on one value, as it stands: no arrays are looked into. Threads: immutable. */
interface ValueTest {
  /**
   * @param type the value's type; {@code BsonBytes.END} where it is missing
   * @param offset where the value begins
   */
  boolean test(byte type, byte[] array, int offset, EvaluationScope scope);

  /** As {@link #test}; where the value is an array, notes which element satisfies the condition. */
  default boolean test(
      byte type, byte[] array, int offset, EvaluationScope scope, ElementIndex index) {
    return test(type, array, offset, scope);
  }
}
