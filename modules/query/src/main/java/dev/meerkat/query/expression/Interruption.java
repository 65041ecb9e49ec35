package dev.meerkat.query.expression;

/**
 * How often expressions that go through an array look whether the operation is to end: an array may
 * hold millions of elements within one document. Threads: immutable.
 */
final class Interruption {
  /** Where these bits of the number of elements seen are all zero. */
  static final int MASK = 1023;

  private Interruption() {}
}
