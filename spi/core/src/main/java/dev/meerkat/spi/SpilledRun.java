package dev.meerkat.spi;

/**
 * Documents outside of memory, each with a second one that says what else is known of it. They are
 * read in the order in which they were added, once. Threads: confined to one operation.
 */
public interface SpilledRun extends AutoCloseable {
  /** Adds a document; not any more once reading has begun. */
  void add(DocumentView document, DocumentView side);

  /** Goes to the next document, at first to the first; false behind the last. */
  boolean advance();

  /** The document at hand, valid until the next {@link #advance()}. */
  DocumentView document();

  /** What was added with the document at hand, valid as long. */
  DocumentView side();

  /** Frees the space; a second time changes nothing. */
  @Override
  void close();
}
