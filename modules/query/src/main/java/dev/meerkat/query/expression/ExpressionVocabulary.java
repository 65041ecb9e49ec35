package dev.meerkat.query.expression;

import dev.meerkat.spi.query.ExpressionProvider;
import org.jspecify.annotations.Nullable;

/** Which provider brings an expression operator. Threads: immutable. */
@FunctionalInterface
public interface ExpressionVocabulary {
  /**
   * The provider of an operator, or null for an unknown one.
   *
   * @param name the wire name, with its {@code $}
   */
  @Nullable ExpressionProvider expression(String name);
}
