package dev.meerkat.values;

/**
 * Walks a path through a document as filters do: arrays on the way are looked into, and a numeric
 * component is an index or a key. Threads: immutable.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class QueryPaths {
  /** What becomes of an array at the path's end. */
  public enum LeafArrays {
    /** Its elements are visited, then the array itself. */
    ELEMENTS_AND_ARRAY,
    /** Only its elements are visited. */
    ELEMENTS,
    /** Only the array itself is visited. */
    ARRAY
  }

  /** Is told each value at a path's end. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * @param type the value's type; {@code BsonBytes.END} where the path ends in nothing
     * @param offset where the value begins; without meaning for a missing one
     * @param arrayIndex the index within the outermost array that the value was reached through, or
     *     -1 where it came through none
     * @return true to end the walk
     */
    boolean visit(byte type, byte[] array, int offset, int arrayIndex);
  }

  private QueryPaths() {}

  /**
   * Visits the values at a path's end until one visit answers true.
   *
   * @param documentOffset where the document begins in {@code array}
   * @return whether a visit answered true
   */
  public static boolean walk(
      FieldPath path, LeafArrays leafArrays, byte[] array, int documentOffset, Visitor visitor) {
    throw new UnsupportedOperationException();
  }
}
