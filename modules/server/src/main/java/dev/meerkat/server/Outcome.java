package dev.meerkat.server;

import dev.meerkat.spi.DocumentView;

/** What becomes of a request after it has been dispatched. Threads: immutable. */
sealed interface Outcome {
  /**
   * The client is answered.
   *
   * @param document the whole reply, valid until the connection's next request
   * @param isMore whether the same request is to be dispatched again for a further reply
   */
  record Answer(DocumentView document, boolean isMore) implements Outcome {}

  /** The connection is closed without an answer. */
  record HangUp() implements Outcome {}
}
