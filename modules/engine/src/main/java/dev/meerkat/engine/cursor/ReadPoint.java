package dev.meerkat.engine.cursor;

/** Where a query reads: at the newest commit, at an earlier time, or in a transaction. */
@FunctionalInterface
public interface ReadPoint {
  /** Opens what is read in one batch. */
  ReadView open();
}
