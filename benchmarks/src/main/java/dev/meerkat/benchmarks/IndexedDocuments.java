package dev.meerkat.benchmarks;

import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;

/**
 * Documents for indexes of every kind, about 250 bytes each: {@code u} is unique and scattered,
 * {@code k} is shared by one in a thousand, a place in a square of twenty degrees, and words of
 * which one is rare. Threads: immutable.
 *
 * @param count of all documents
 */
record IndexedDocuments(int count) {
  /** A prime, so that multiples of it meet each number below {@link #count} once. */
  private static final long SCATTER = 7_368_787;

  /** How many documents share a {@code k}. */
  static final int SHARING = 1_000;

  /** How many documents have a rare word. */
  static final int FINDABLE = 50;

  private static final int SIDE = 20;
  private static final String PADDING =
      "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod";

  DocumentView document(int i) {
    DocumentBuilder builder = new DocumentBuilder(320);
    append(builder.appendInt32("_id", i), i);
    return DocumentView.of(builder.toBytes());
  }

  /** Writes all fields but {@code _id}. */
  void append(DocumentBuilder builder, int i) {
    int u = scattered(i);
    builder.appendInt32("u", u).appendInt32("k", k(i)).appendInt32("q", i % 10);
    builder.beginArray("loc");
    builder.appendDouble(builder.nextIndex(), longitude(u));
    builder.appendDouble(builder.nextIndex(), latitude(u));
    builder.end();
    builder.appendString("words", "the quick brown fox met " + word(i) + " on its way");
    builder.appendString("pad", PADDING);
  }

  int scattered(int i) {
    return (int) (i * SCATTER % count);
  }

  int k(int i) {
    return i % groups();
  }

  /** How many values {@code k} has. */
  int groups() {
    return Math.max(1, count / SHARING);
  }

  double longitude(int u) {
    return (u % 1_009) * (double) SIDE / 1_009;
  }

  double latitude(int u) {
    return (double) u / count * SIDE;
  }

  /** A word of few documents. */
  String word(int i) {
    return "w" + i % Math.max(1, count / FINDABLE) + "x";
  }
}
