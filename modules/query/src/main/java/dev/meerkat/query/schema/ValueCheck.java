package dev.meerkat.query.schema;

/** A condition on one value. Threads: immutable. */
@FunctionalInterface
interface ValueCheck {
  boolean accepts(byte type, byte[] array, int offset);
}
