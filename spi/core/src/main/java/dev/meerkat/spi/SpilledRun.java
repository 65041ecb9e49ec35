package dev.meerkat.spi;

/**
 * Documents outside of memory, each with a second one that says what else is known of it. They are
 * read in the order in which they were added, by any number of readers, also while more are added.
 * Threads: confined to one operation.
 */
public interface SpilledRun extends AutoCloseable {
  /** Adds a document and answers its position; that of the first is 0, and positions rise. */
  long add(DocumentView document, DocumentView side);

  /**
   * Begins to read.
   *
   * @param position that of the first document that is wanted
   */
  Reader read(long position);

  /** Frees the space; a second time changes nothing. Its readers are of no use any more. */
  @Override
  void close();

  /** One reader of a run. Threads: confined to one operation. */
  interface Reader {
    /** Goes to the next document, at first to the one that was asked for; false behind the last. */
    boolean advance();

    /** The document at hand, valid until the next {@link #advance()}. */
    DocumentView document();

    /** What was added with the document at hand, valid as long. */
    DocumentView side();
  }
}
