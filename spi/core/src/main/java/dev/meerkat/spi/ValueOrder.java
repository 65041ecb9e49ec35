package dev.meerkat.spi;

import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * MongoDB's total order of values, with the equality and the hash that agree with it, under one
 * collation.
 *
 * <p>Values of different types are ordered by type; numbers are compared by their mathematical
 * value whatever their width, so that {@code 1}, {@code 1.0} and {@code NumberDecimal("1.00")} are
 * one value here. Only strings and symbols, wherever they are nested, depend on the collation.
 *
 * <p>Where values are objects, {@code null} is <em>missing</em>; where they are bytes, type {@link
 * BsonBytes#END} is. Missing equals undefined and is less than null: who sorts missing as null says
 * {@link BsonBytes#NULL}. The bytes must be valid BSON. Two orders are equal where their collations
 * are. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/bson-type-comparison-order/">Comparison
 *     order</a>
 */
public interface ValueOrder {
  /** Whether strings are compared by their UTF-8 bytes: MongoDB's {@code simple} collation. */
  boolean isSimple();

  /**
   * Compares two values that stand as BSON bytes, each given by its type and by where it begins
   * after its name.
   *
   * @return below, equal to or above 0
   */
  int compare(byte typeA, byte[] a, int offsetA, byte typeB, byte[] b, int offsetB);

  /** Compares two values; null is missing. */
  int compare(@Nullable BsonValue a, @Nullable BsonValue b);

  /** A hash that is the same for all values that compare as equal; the same for both forms. */
  int hash(byte type, byte[] array, int offset);

  /** A hash that is the same for all values that compare as equal; the same for both forms. */
  int hash(@Nullable BsonValue value);

  /** Whether two values that stand as BSON bytes are one value. */
  default boolean equal(byte typeA, byte[] a, int offsetA, byte typeB, byte[] b, int offsetB) {
    return compare(typeA, a, offsetA, typeB, b, offsetB) == 0;
  }

  /** Whether two values are one value; null is missing. */
  default boolean equal(@Nullable BsonValue a, @Nullable BsonValue b) {
    return compare(a, b) == 0;
  }

  /** Compares whole documents: field by field by type, name and value, the shorter one first. */
  default int compare(DocumentView a, DocumentView b) {
    return compare(
        BsonBytes.DOCUMENT, a.array(), a.offset(), BsonBytes.DOCUMENT, b.array(), b.offset());
  }
}
