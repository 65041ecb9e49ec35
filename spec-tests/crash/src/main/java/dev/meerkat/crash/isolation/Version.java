package dev.meerkat.crash.isolation;

/**
 * One state of one document. Threads: immutable.
 *
 * @param key the collection and the document's {@code _id}
 * @param number of the write that made it among the document's own, from 1; 0 before any
 * @param by the attempt that made it
 * @param part which of that attempt's writes to the document it was, from 1
 */
public record Version(String key, int number, String by, int part) {
  /** What made the documents that a round begins with. */
  public static final String SETUP = "setup";

  /** A document that is not there yet. */
  static Version unborn(String key) {
    return new Version(key, 0, SETUP, 1);
  }
}
