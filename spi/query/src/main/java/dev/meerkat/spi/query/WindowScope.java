package dev.meerkat.spi.query;

import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * What is known when a window function is parsed. Threads: confined to one operation.
 *
 * @see ParseScope
 */
public interface WindowScope {
  /** The doors through which expressions are parsed. */
  ParseScope parsing();

  /** The whole output field: the function beside {@code window}. */
  BsonDocument fields();

  /** The stage's {@code sortBy}, already checked; null where there is none. */
  @Nullable BsonDocument sortBy();

  /**
   * The path of a {@code sortBy} that names one field, in the syntax of expressions.
   *
   * @return {@code "$path"}, or null where {@code sortBy} is absent or names several fields
   */
  @Nullable String sortPath();

  /**
   * What {@code window} says; the whole partition where it is absent.
   *
   * @throws dev.meerkat.spi.ServerException 9 for fields beside the function and {@code window},
   *     and for wrong bounds
   */
  WindowBounds bounds();

  /**
   * Refuses {@code window} and every other field beside the function.
   *
   * @throws dev.meerkat.spi.ServerException 9
   */
  void refuseWindow();
}
