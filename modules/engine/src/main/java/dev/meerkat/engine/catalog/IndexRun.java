package dev.meerkat.engine.catalog;

import dev.meerkat.engine.index.CollectionIndex;
import dev.meerkat.engine.index.IndexKeys;
import dev.meerkat.engine.index.Multikey;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.values.KeyStringBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * What one index gets of the documents that fit into memory at once. Sorted, its entries touch each
 * page of the index once, and not each a page of its own. Threads: confined to one build.
 */
final class IndexRun {
  private static final Comparator<IndexKeys.Entry> BY_KEY =
      (a, b) -> Arrays.compareUnsigned(a.key(), b.key());

  /** What an entry takes beside its bytes: the objects that hold them. */
  private static final int ENTRY_BYTES = 80;

  private final CollectionIndex index;
  private final KeyStringBuilder builder;
  private final List<IndexKeys.Entry> entries = new ArrayList<>();
  private Multikey multikey = Multikey.NONE;
  private long bytes;

  IndexRun(CollectionIndex index) {
    this.index = index;
    this.builder = index.keyBuilder();
  }

  CollectionIndex index() {
    return index;
  }

  /**
   * Adds a document's entries.
   *
   * @throws dev.meerkat.spi.ServerException the index cannot have the document
   */
  void add(DocumentView document, long recordId) {
    IndexKeys keys = index.keys(document, recordId, builder);
    for (IndexKeys.Entry entry : keys.entries()) {
      entries.add(entry);
      bytes += ENTRY_BYTES + entry.key().length + entry.typeBits().length;
    }
    multikey = multikey.plus(keys.multikey());
  }

  /** About how much memory it takes. */
  long bytes() {
    return bytes;
  }

  /** The entries in the order of their keys. */
  List<IndexKeys.Entry> sorted() {
    entries.sort(BY_KEY);
    return entries;
  }

  /** Where the documents have arrays. */
  Multikey multikey() {
    return multikey;
  }

  void clear() {
    entries.clear();
    bytes = 0;
  }
}
