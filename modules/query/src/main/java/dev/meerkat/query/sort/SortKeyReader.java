package dev.meerkat.query.sort;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.values.PathKeys;
import org.jspecify.annotations.Nullable;

/**
 * Reads what one document after the other is sorted by, and makes a key only of what is to be kept:
 * of a sort with a limit that is next to nothing. Threads: confined to one operation.
 */
public final class SortKeyReader {
  private final SortPattern pattern;
  private final boolean[] descending;
  private final LeastKey least;

  /** Null where more than paths is sorted by: then keys are made of every document. */
  private final @Nullable PathKeys paths;

  private @Nullable SortKey made;

  SortKeyReader(SortPattern pattern) {
    this.pattern = pattern;
    this.descending = pattern.descending();
    this.least = new LeastKey(pattern);
    this.paths = pattern.isByMetadata() ? null : new PathKeys(pattern.paths(), least);
  }

  /** Reads a document, which must stay as it is until the next. */
  public void read(DocumentView document, EvaluationScope scope) {
    if (paths == null) {
      made = pattern.keyWithMetadata(document, scope);
    } else {
      made = null;
      least.clear();
      paths.find(document);
    }
  }

  /** Whether the document comes before another, given the other's key. */
  public boolean isBefore(SortKey other) {
    SortKey own = made;
    return own == null
        ? least.compareTo(other, descending) < 0
        : pattern.compare(own.values(), other.values(), descending) < 0;
  }

  /** The document's key, which may be kept when the document is gone. */
  public SortKey key() {
    SortKey own = made;
    return own == null ? least.toSortKey() : own;
  }
}
