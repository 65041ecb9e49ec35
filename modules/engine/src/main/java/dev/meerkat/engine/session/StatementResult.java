package dev.meerkat.engine.session;

import dev.meerkat.spi.DocumentBuilder;

/**
 * What a statement has come to, where that is written for this statement alone. Threads: confined
 * to the turn.
 */
@FunctionalInterface
public interface StatementResult {
  /** Appends the fields of the result. */
  void write(DocumentBuilder out);
}
