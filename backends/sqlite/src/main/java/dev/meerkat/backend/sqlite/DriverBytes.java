package dev.meerkat.backend.sqlite;

import dev.meerkat.spi.DocumentView;

/**
 * Arrays that values are handed to the driver in, which takes whole arrays and copies them while
 * they are bound: those of common lengths are used again and again. What is in one stays only until
 * the next value of its length. Threads: confined to the writer's turn.
 */
final class DriverBytes {
  /** A power of two. */
  private static final int PLACES = 64;

  /** Longer ones are not kept. */
  private static final int MOST_BYTES = 4 << 10;

  /** By their lengths; a place is taken by whichever length came last. */
  private final byte[][] kept = new byte[PLACES][];

  DriverBytes() {
    for (int i = 0; i < PLACES; i++) {
      kept[i] = new byte[i];
    }
  }

  /** An array of that length, with anything in it. */
  byte[] ofLength(int length) {
    byte[] known = kept[length & (PLACES - 1)];
    if (known.length == length) {
      return known;
    }
    byte[] fresh = new byte[length];
    if (length <= MOST_BYTES) {
      kept[length & (PLACES - 1)] = fresh;
    }
    return fresh;
  }

  /** A document's bytes and nothing else. */
  byte[] of(DocumentView document) {
    if (document.length() > MOST_BYTES) {
      return document.toBytes();
    }
    byte[] bytes = ofLength(document.length());
    System.arraycopy(document.array(), document.offset(), bytes, 0, bytes.length);
    return bytes;
  }
}
