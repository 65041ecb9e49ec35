package dev.meerkat.query.sort;

import dev.meerkat.spi.DocumentView;
import org.bson.BsonArray;

/**
 * What one document is sorted by, apart from the document. Threads: immutable.
 *
 * @param values one field a component, all with an empty name
 */
@SuppressWarnings("DoNotCallSuggester") // until it is written
public record SortKey(DocumentView values) {
  /** Bytes of memory held, roughly. */
  public long memoryBytes() {
    return 64L + values.length();
  }

  /** The components as {@code {$meta: "sortKey"}} shows them. */
  public BsonArray toBson() {
    throw new UnsupportedOperationException();
  }
}
