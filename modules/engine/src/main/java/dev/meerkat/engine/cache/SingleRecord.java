package dev.meerkat.engine.cache;

import dev.meerkat.spi.DocumentView;

/**
 * One record, whose block is written too often to be kept. Its number is its id. Threads:
 * immutable, but for a mark that may be lost.
 */
final class SingleRecord extends CachedPart {
  /** What a record costs beside its document, in bytes: objects' headers. */
  private static final int OVERHEAD = 96;

  private final DocumentView document;

  /**
   * @param document may be kept
   */
  SingleRecord(TableLife table, long recordId, long version, DocumentView document) {
    super(table, recordId, version);
    this.document = document;
  }

  @Override
  DocumentView find(long recordId) {
    return document;
  }

  @Override
  int sizeBytes() {
    return document.length() + OVERHEAD;
  }
}
