package dev.meerkat.query.expression;

import org.jspecify.annotations.Nullable;
import dev.meerkat.spi.query.ExpressionProvider;

/** Which provider brings an expression operator. Threads: immutable. */
@FunctionalInterface
public interface ExpressionVocabulary {
  /**
   * The provider of an operator, or null for an unknown one.
   *
   * @param name the wire name, with its {@code $}
   */
  @Nullable ExpressionProvider expressionProvider(String name);
}
