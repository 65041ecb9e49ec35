package dev.meerkat.spi;

/**
 * Documents one after the other, pulled by the reader.
 *
 * <p>After {@link #advance()} has answered true, {@link #current()} is that document, valid until
 * the next {@code advance()} or {@code close()}; who keeps it longer calls {@link
 * DocumentView#retain()}. Closing twice is allowed. Threads: confined to one operation.
 */
public interface Cursor extends AutoCloseable {
  /** Moves to the next document, or answers false, then and ever after, where there is none. */
  boolean advance();

  /** The document of the last successful {@link #advance()}; calling it at any other time fails. */
  DocumentView current();

  @Override
  void close();
}
