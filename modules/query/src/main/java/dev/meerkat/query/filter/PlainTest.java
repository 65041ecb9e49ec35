package dev.meerkat.query.filter;

import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.values.QueryPaths;

/**
 * A condition that depends on nothing but the value: it walks along a path by itself, so that
 * matching allocates nothing. Threads: immutable.
 */
interface PlainTest extends ValueTest, QueryPaths.Visitor {
  boolean test(byte type, byte[] array, int offset);

  @Override
  default boolean test(byte type, byte[] array, int offset, EvaluationScope scope) {
    return test(type, array, offset);
  }

  @Override
  default boolean visit(byte type, byte[] array, int offset, int arrayIndex) {
    return test(type, array, offset);
  }
}
