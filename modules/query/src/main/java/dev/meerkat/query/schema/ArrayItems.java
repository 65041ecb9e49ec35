package dev.meerkat.query.schema;

import dev.meerkat.spi.BsonBytes;
import org.bson.BsonArray;

/** Walks the items of an array, or the fields of a document. Threads: immutable. */
final class ArrayItems {
  private ArrayItems() {}

  static int count(byte[] array, int offset) {
    int count = 0;
    for (int element = BsonBytes.firstElement(offset);
        array[element] != BsonBytes.END;
        element = BsonBytes.nextElement(array, element)) {
      count++;
    }
    return count;
  }

  /** The element at an index, or the end of the array where it is shorter. */
  static int skip(byte[] array, int offset, int index) {
    int element = BsonBytes.firstElement(offset);
    for (int i = 0; i < index && array[element] != BsonBytes.END; i++) {
      element = BsonBytes.nextElement(array, element);
    }
    return element;
  }

  /** Decodes the items from an index on. */
  static BsonArray from(byte[] array, int offset, int index) {
    BsonArray items = new BsonArray();
    for (int element = skip(array, offset, index);
        array[element] != BsonBytes.END;
        element = BsonBytes.nextElement(array, element)) {
      items.add(BsonBytes.decode(array, array[element], BsonBytes.valueOffset(array, element)));
    }
    return items;
  }
}
