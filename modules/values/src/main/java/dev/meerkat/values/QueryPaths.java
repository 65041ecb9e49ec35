package dev.meerkat.values;

import dev.meerkat.spi.BsonBytes;

/**
 * Walks a path through a document as filters do: arrays on the way are looked into, and a numeric
 * component is an index or a key. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/tutorial/query-array-of-documents/">Query an
 *     array of documents</a>
 */
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
     * @param arrayIndex the index within the outermost array that was searched on the way to the
     *     value, or -1 where none was; an index that the path names is not searched for
     * @return true to end the walk
     */
    boolean visit(byte type, byte[] array, int offset, int arrayIndex);
  }

  private QueryPaths() {}

  /**
   * Visits the values at a path's end until one visit answers true.
   *
   * <p>Where the path goes through an array, elements that are no documents are passed over in
   * silence; a document in which the path ends in nothing is visited as missing.
   *
   * @param documentOffset where the document begins in {@code array}
   * @return whether a visit answered true
   */
  public static boolean walk(
      FieldPath path, LeafArrays leafArrays, byte[] array, int documentOffset, Visitor visitor) {
    return walk(path, 0, leafArrays, array, documentOffset, -1, visitor);
  }

  /**
   * As {@link #walk(FieldPath, LeafArrays, byte[], int, Visitor)}, from a later component on.
   *
   * @param component the component to look up in the document, 0 or more
   */
  public static boolean walk(
      FieldPath path,
      int component,
      LeafArrays leafArrays,
      byte[] array,
      int documentOffset,
      Visitor visitor) {
    return walk(path, component, leafArrays, array, documentOffset, -1, visitor);
  }

  private static boolean walk(
      FieldPath path,
      int component,
      LeafArrays leafArrays,
      byte[] array,
      int documentOffset,
      int outerIndex,
      Visitor visitor) {
    int last = path.size() - 1;
    int document = documentOffset;
    for (int i = component; ; i++) {
      int element = BsonBytes.findElement(array, document, path.bytes(i));
      if (element < 0) {
        return visitor.visit(BsonBytes.END, array, 0, outerIndex);
      }
      byte type = array[element];
      int value = element + path.bytes(i).length + 2;
      if (type == BsonBytes.ARRAY) {
        return i == last
            ? visitLeafArray(leafArrays, array, value, outerIndex, visitor)
            : walkArray(path, i + 1, leafArrays, array, value, outerIndex, visitor);
      }
      if (i == last) {
        return visitor.visit(type, array, value, outerIndex);
      }
      if (type != BsonBytes.DOCUMENT) {
        return visitor.visit(BsonBytes.END, array, 0, outerIndex);
      }
      document = value;
    }
  }

  private static boolean visitLeafArray(
      LeafArrays leafArrays, byte[] array, int value, int outerIndex, Visitor visitor) {
    if (leafArrays != LeafArrays.ARRAY) {
      int element = value + 4;
      for (int index = 0; array[element] != BsonBytes.END; index++) {
        byte type = array[element];
        int inner = BsonBytes.valueOffset(array, element);
        if (visitor.visit(type, array, inner, outerIndex >= 0 ? outerIndex : index)) {
          return true;
        }
        element = inner + BsonBytes.valueSize(array, type, inner);
      }
    }
    return leafArrays != LeafArrays.ELEMENTS
        && visitor.visit(BsonBytes.ARRAY, array, value, outerIndex);
  }

  /** Looks for the rest of the path in each document of an array, and at the index it may name. */
  private static boolean walkArray(
      FieldPath path,
      int component,
      LeafArrays leafArrays,
      byte[] array,
      int arrayOffset,
      int outerIndex,
      Visitor visitor) {
    int wanted = path.arrayIndex(component);
    int element = arrayOffset + 4;
    for (int index = 0; array[element] != BsonBytes.END; index++) {
      byte type = array[element];
      int value = BsonBytes.valueOffset(array, element);
      int outer = outerIndex >= 0 ? outerIndex : index;
      if (type == BsonBytes.DOCUMENT
          && walk(path, component, leafArrays, array, value, outer, visitor)) {
        return true;
      }
      // An index that the path names itself is none that was found: outerIndex stays as it is.
      if (index == wanted
          && visitAtIndex(path, component, leafArrays, type, array, value, outerIndex, visitor)) {
        return true;
      }
      element = value + BsonBytes.valueSize(array, type, value);
    }
    return false;
  }

  private static boolean visitAtIndex(
      FieldPath path,
      int component,
      LeafArrays leafArrays,
      byte type,
      byte[] array,
      int value,
      int outerIndex,
      Visitor visitor) {
    if (component == path.size() - 1) {
      // An array that is named by its index is one value: its elements are not visited.
      return visitor.visit(type, array, value, outerIndex);
    }
    return switch (type) {
      case BsonBytes.DOCUMENT ->
          walk(path, component + 1, leafArrays, array, value, outerIndex, visitor);
      case BsonBytes.ARRAY ->
          walkArray(path, component + 1, leafArrays, array, value, outerIndex, visitor);
      default -> false;
    };
  }
}
