package dev.meerkat.query.sort;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import org.bson.BsonArray;

/**
 * What one document is sorted by, apart from the document. Threads: immutable.
 *
 * @param values one field a component, all with an empty name
 */
public record SortKey(DocumentView values) {
  /** Bytes of memory held, roughly. */
  public long memoryBytes() {
    return 64L + values.length();
  }

  /** The components as {@code {$meta: "sortKey"}} shows them. */
  public BsonArray toBson() {
    BsonArray components = new BsonArray();
    byte[] array = values.array();
    int element = BsonBytes.firstElement(values.offset());
    while (array[element] != BsonBytes.END) {
      components.add(
          BsonBytes.decode(array, array[element], BsonBytes.valueOffset(array, element)));
      element = BsonBytes.nextElement(array, element);
    }
    return components;
  }
}
