package dev.meerkat.crash;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.bson.Document;

/**
 * The documents to insert, in batches of which it is known how far they came. A document is a
 * function of its number, so that each can be checked afterwards. Threads: safe; guarded by itself.
 */
final class Batches {
  static final int SIZE = 1_000;

  private static final int MIN_COUNT = 16;
  private static final String PADDING =
      "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut"
          + " labore et dolore magna aliqua, ut enim";

  private final int count;
  private final BitSet acknowledged = new BitSet();
  private int next;

  Batches(int documents) {
    if (documents < MIN_COUNT * SIZE || documents % SIZE != 0) {
      throw new IllegalArgumentException(
          "documents come in thousands, %d at least".formatted(MIN_COUNT));
    }
    this.count = documents / SIZE;
  }

  int documents() {
    return count * SIZE;
  }

  int count() {
    return count;
  }

  /** The number of a batch that nobody else takes, or -1 where none is left. */
  synchronized int take() {
    return next < count ? next++ : -1;
  }

  /** Notes that the server has acknowledged a batch; answers how many it has by now. */
  synchronized int acknowledge(int batch) {
    acknowledged.set(batch);
    return acknowledged.cardinality();
  }

  synchronized boolean isAcknowledged(int batch) {
    return acknowledged.get(batch);
  }

  synchronized int acknowledgedCount() {
    return acknowledged.cardinality();
  }

  List<Document> documentsOf(int batch) {
    List<Document> documents = new ArrayList<>(SIZE);
    for (int i = batch * SIZE; i < (batch + 1) * SIZE; i++) {
      documents.add(document(i));
    }
    return documents;
  }

  /** Document {@code i}, about 250 bytes; {@code u} is indexed and in another order than ids. */
  Document document(int i) {
    return new Document("_id", i)
        .append("u", indexed(i))
        .append("k", i % 100)
        .append("v", (long) i * i)
        .append("half", i / 2.0)
        .append("name", "name-%08d".formatted(i))
        .append("pad", PADDING);
  }

  /** The indexed value of document {@code i}: each value once. */
  int indexed(int i) {
    return (int) ((long) i * 7919 % documents());
  }
}
