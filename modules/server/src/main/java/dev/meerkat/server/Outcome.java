package dev.meerkat.server;

/** What becomes of a request after it has been dispatched. Threads: immutable. */
enum Outcome {
  /** The client gets the reply. */
  ANSWERED,
  /** The client gets the reply, and the same request is dispatched again for a further one. */
  MORE,
  /** The connection is closed without an answer. */
  HUNG_UP
}
