package dev.meerkat.benchmarks;

import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import java.io.IOException;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;

/**
 * A collection of documents of 1 KB, of which {@code u} is scattered all over its index, and what
 * is asked of it. Threads: confined to one thread, but for {@link #point} and {@link #range}.
 */
final class LargeDocuments {
  static final String COLLECTION = "large";
  static final int RANGE = 100;

  private static final int BATCH = 1_000;
  private static final int BYTES = 1_024;

  /** Odd, so that no two numbers of 32 bits become the same. */
  private static final int SCATTER = 0x9E37_79B1;

  private static final String PADDING = "The quick brown fox jumps over the lazy dog. ".repeat(21);

  private final Load load;
  private int count;

  LargeDocuments(Load load) {
    this.load = load;
  }

  int count() {
    return count;
  }

  /** Inserts documents, a thousand to a command, until there are so many. */
  Cost fill(int size) throws IOException, InterruptedException {
    return load.run(
        1,
        Duration.ofDays(1),
        _ ->
            connection -> {
              int last = Math.min(size, count + BATCH);
              int inserted = last - count;
              if (inserted > 0) {
                var _ = connection.run(batch(count, last));
              }
              count = last;
              return inserted;
            });
  }

  private static DocumentView batch(int first, int last) {
    DocumentBuilder insert = new DocumentBuilder((last - first + 1) * BYTES);
    insert.appendString("insert", COLLECTION).beginArray("documents");
    for (int i = first; i < last; i++) {
      append(insert.beginDocument(insert.nextIndex()), i).end();
    }
    insert.end().beginDocument("writeConcern").appendInt32("w", 1).end();
    return DocumentView.of(insert.appendString("$db", SanityLines.DATABASE).toBytes());
  }

  /** A document whose {@code _id} is {@code i}. */
  static DocumentView document(int i) {
    return DocumentView.of(append(new DocumentBuilder(BYTES), i).toBytes());
  }

  private static DocumentBuilder append(DocumentBuilder document, int i) {
    document.appendInt32("_id", i).appendInt32("u", u(i)).appendInt32("v", i % 1_000);
    return document.appendString("pad", PADDING);
  }

  /** A number that is each document's own. */
  static int u(int i) {
    return i * SCATTER;
  }

  /** A number that has a hundred documents' above it: one below the middle. */
  static int anyLow(SplittableRandom random) {
    return random.nextInt(Integer.MIN_VALUE, 0);
  }

  /** Finds any one by its {@code _id}. */
  Load.ClientFactory point() {
    return asking("point", this::point, 1);
  }

  /** Finds a hundred that follow each other in the index of {@code u}, and nowhere else. */
  Load.ClientFactory range() {
    return asking("range", LargeDocuments::range, RANGE);
  }

  /** Reads all documents, none of which is wanted. */
  Load.ClientFactory scan() {
    return asking("scan", (command, _) -> scan(command), 0);
  }

  private static Load.ClientFactory asking(
      String what, BiConsumer<DocumentBuilder, SplittableRandom> command, int wanted) {
    return number -> new Asking(what, command, wanted, number);
  }

  private void point(DocumentBuilder command, SplittableRandom random) {
    command.appendString("find", COLLECTION).beginDocument("filter");
    command.appendInt32("_id", random.nextInt(count)).end().appendInt32("limit", 1);
  }

  private static void range(DocumentBuilder command, SplittableRandom random) {
    command.appendString("find", COLLECTION).beginDocument("filter").beginDocument("u");
    command
        .appendInt32("$gte", anyLow(random))
        .end()
        .end()
        .beginDocument("sort")
        .appendInt32("u", 1)
        .end();
    command.appendInt32("limit", RANGE);
  }

  private static void scan(DocumentBuilder command) {
    command.appendString("find", COLLECTION).beginDocument("filter").appendInt32("v", -1).end();
  }
}
