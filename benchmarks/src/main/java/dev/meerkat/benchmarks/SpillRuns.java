package dev.meerkat.benchmarks;

import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.SplittableRandom;
import org.bson.BsonDocument;

/**
 * A {@code $group} and a {@code $sort} over more documents than a server has memory for: how long
 * they take, and that nothing is lost. Threads: confined to the main thread.
 */
public final class SpillRuns {
  private static final int DOCUMENT_BYTES = 4_000;
  private static final int BATCH = 2_000;

  private final FrameClient client;
  private final CpuMeter meter;
  private final String storage;
  private final int count;

  private SpillRuns(FrameClient client, CpuMeter meter, String storage, int count) {
    this.client = client;
    this.meter = meter;
    this.storage = storage;
    this.count = count;
  }

  /** Takes the server's port and process id, the name of its storage, and the megabytes. */
  public static void main(String[] arguments) throws IOException {
    InetSocketAddress server =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
    int count = Math.toIntExact(Long.parseLong(arguments[3]) * 1_000_000 / DOCUMENT_BYTES);
    try (FrameClient client = new FrameClient(server)) {
      CpuMeter meter = CpuMeter.of(Long.parseLong(arguments[1]));
      new SpillRuns(client, meter, arguments[2], count).run();
    }
  }

  private void run() throws IOException {
    long began = System.nanoTime();
    fill();
    System.err.printf(
        Locale.ROOT, "%d documents in %d s%n", count, (System.nanoTime() - began) / 1_000_000_000);
    // As many groups as documents, each of which keeps a text: the groups alone are the data.
    measure(
        "$group",
        "{$group: {_id: '$key', text: {$max: '$text'}}}, {$group: {_id: null, n: {$sum: 1}, bytes:"
            + " {$sum: {$strLenBytes: '$text'}}}}");
    measure(
        "$sort",
        "{$sort: {key: 1}}, {$group: {_id: null, n: {$sum: 1}, bytes: {$sum: {$strLenBytes:"
            + " '$text'}}}}");
  }

  private void fill() throws IOException {
    SplittableRandom random = new SplittableRandom(7);
    String text = "x".repeat(DOCUMENT_BYTES - 70);
    DocumentBuilder out = new DocumentBuilder(BATCH * (DOCUMENT_BYTES + 100));
    for (int done = 0; done < count; done += BATCH) {
      out.clear();
      out.appendString("insert", "c").appendString("$db", "spill");
      out.beginArray("documents");
      for (int i = done; i < Math.min(count, done + BATCH); i++) {
        out.beginDocument(out.nextIndex());
        out.appendInt32("_id", i);
        // Random, and each another one.
        out.appendString("key", Long.toHexString(random.nextLong()) + "-" + i);
        out.appendString("text", text);
        out.end();
      }
      out.end();
      var _ = client.run(out.toView());
    }
  }

  private void measure(String what, String stages) throws IOException {
    BsonDocument command =
        BsonDocument.parse(
            "{aggregate: 'c', pipeline: [" + stages + "], cursor: {}, $db: 'spill'}");
    Duration before = meter.used();
    long began = System.nanoTime();
    BsonDocument reply = client.run(DocumentView.of(command));
    long seconds = (System.nanoTime() - began) / 1_000_000_000;
    BsonDocument result =
        reply.getDocument("cursor").getArray("firstBatch").getFirst().asDocument();
    long wanted = (long) count * (DOCUMENT_BYTES - 70);
    if (result.getNumber("n").longValue() != count
        || result.getNumber("bytes").longValue() != wanted) {
      throw new IllegalStateException("wrong: " + result.toJson());
    }
    System.out.printf(
        Locale.ROOT,
        "| %s | %s | %.2f GB, %d documents | %d | %d |%n",
        storage,
        what,
        (double) count * DOCUMENT_BYTES / 1e9,
        count,
        seconds,
        meter.used().minus(before).toSeconds());
  }
}
