package dev.meerkat.query.schema;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.values.BsonOrder;

/**
 * The equality of values that schemas know: documents are equal whatever the order of their fields.
 * Threads: immutable.
 */
final class UnorderedValues {
  private UnorderedValues() {}

  static boolean equal(byte typeA, byte[] a, int offsetA, byte typeB, byte[] b, int offsetB) {
    if (typeA == BsonBytes.DOCUMENT && typeB == BsonBytes.DOCUMENT) {
      return areDocumentsEqual(a, offsetA, b, offsetB);
    }
    if (typeA == BsonBytes.ARRAY && typeB == BsonBytes.ARRAY) {
      return areArraysEqual(a, offsetA, b, offsetB);
    }
    return BsonOrder.SIMPLE.equal(typeA, a, offsetA, typeB, b, offsetB);
  }

  private static boolean areDocumentsEqual(byte[] a, int offsetA, byte[] b, int offsetB) {
    if (ArrayItems.count(a, offsetA) != ArrayItems.count(b, offsetB)) {
      return false;
    }
    for (int element = BsonBytes.firstElement(offsetA);
        a[element] != BsonBytes.END;
        element = BsonBytes.nextElement(a, element)) {
      int value = BsonBytes.valueOffset(a, element);
      int other = find(b, offsetB, a, element);
      if (other < 0 || !equal(a[element], a, value, b[other], b, other + value - element)) {
        return false;
      }
    }
    return true;
  }

  /** The element of a document that has another element's name, or -1. */
  private static int find(byte[] document, int offset, byte[] array, int named) {
    int length = BsonBytes.valueOffset(array, named) - named;
    for (int element = BsonBytes.firstElement(offset);
        document[element] != BsonBytes.END;
        element = BsonBytes.nextElement(document, element)) {
      int i = 1;
      while (i < length && document[element + i] == array[named + i]) {
        i++;
      }
      if (i == length) {
        return element;
      }
    }
    return -1;
  }

  private static boolean areArraysEqual(byte[] a, int offsetA, byte[] b, int offsetB) {
    int i = BsonBytes.firstElement(offsetA);
    int j = BsonBytes.firstElement(offsetB);
    while (a[i] != BsonBytes.END && b[j] != BsonBytes.END) {
      if (!equal(a[i], a, BsonBytes.valueOffset(a, i), b[j], b, BsonBytes.valueOffset(b, j))) {
        return false;
      }
      i = BsonBytes.nextElement(a, i);
      j = BsonBytes.nextElement(b, j);
    }
    return a[i] == BsonBytes.END && b[j] == BsonBytes.END;
  }

  /** A hash that is the same for all values that are equal here. */
  static int hash(byte type, byte[] array, int offset) {
    if (type != BsonBytes.DOCUMENT && type != BsonBytes.ARRAY) {
      return BsonOrder.SIMPLE.hash(type, array, offset);
    }
    int hash = type;
    for (int element = BsonBytes.firstElement(offset);
        array[element] != BsonBytes.END;
        element = BsonBytes.nextElement(array, element)) {
      int value = BsonBytes.valueOffset(array, element);
      int inner = hash(array[element], array, value);
      if (type == BsonBytes.ARRAY) {
        hash = 31 * hash + inner;
      } else {
        int name = 1;
        for (int i = element + 1; array[i] != 0; i++) {
          name = 31 * name + array[i];
        }
        hash += name * 0x9E3779B9 ^ inner;
      }
    }
    return hash;
  }
}
