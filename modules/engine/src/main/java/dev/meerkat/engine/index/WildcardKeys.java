package dev.meerkat.engine.index;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;

/**
 * Walks a document and finds each value that a wildcard index holds, with its path. Positions in
 * arrays are no part of paths; an array within an array is one value. Threads: confined to one
 * operation.
 */
final class WildcardKeys {
  /** Takes what is found. */
  interface Sink {
    /**
     * @param type {@link BsonBytes#UNDEFINED} for an empty array
     */
    void value(String path, byte type, byte[] array, int offset);

    void arrayAt(String path);
  }

  private static final byte[] EMPTY = DocumentView.EMPTY.toBytes();

  private final WildcardScope scope;
  private final Sink sink;
  private byte[] array = EMPTY;
  private long found;

  WildcardKeys(WildcardScope scope, Sink sink) {
    this.scope = scope;
    this.sink = sink;
  }

  /** Answers how many values there are. */
  long find(DocumentView document) {
    array = document.array();
    fields("", document.offset());
    return found;
  }

  private void fields(String prefix, int document) {
    int element = BsonBytes.firstElement(document);
    while (array[element] != BsonBytes.END) {
      String name = BsonBytes.name(array, element);
      // Filters take dots for steps: none of them asks for such a field.
      if (name.indexOf('.') < 0) {
        String path = prefix.isEmpty() ? name : prefix + "." + name;
        if (scope.leadsTo(path)) {
          value(path, array[element], BsonBytes.valueOffset(array, element));
        }
      }
      element = BsonBytes.nextElement(array, element);
    }
  }

  private void value(String path, byte type, int offset) {
    switch (type) {
      case BsonBytes.DOCUMENT -> document(path, offset);
      case BsonBytes.ARRAY -> elements(path, offset);
      default -> leaf(path, type, array, offset);
    }
  }

  /** A document of which nothing is held stands for itself, empty: its path does exist. */
  private void document(String path, int offset) {
    long before = found;
    fields(path, offset);
    if (found == before) {
      leaf(path, BsonBytes.DOCUMENT, EMPTY, 0);
    }
  }

  private void elements(String path, int offset) {
    sink.arrayAt(path);
    int element = BsonBytes.firstElement(offset);
    if (array[element] == BsonBytes.END) {
      leaf(path, BsonBytes.UNDEFINED, EMPTY, 0);
    }
    while (array[element] != BsonBytes.END) {
      int value = BsonBytes.valueOffset(array, element);
      if (array[element] == BsonBytes.DOCUMENT) {
        document(path, value);
      } else {
        leaf(path, array[element], array, value);
      }
      element = BsonBytes.nextElement(array, element);
    }
  }

  private void leaf(String path, byte type, byte[] bytes, int offset) {
    if (scope.holds(path)) {
      found++;
      sink.value(path, type, bytes, offset);
    }
  }
}
