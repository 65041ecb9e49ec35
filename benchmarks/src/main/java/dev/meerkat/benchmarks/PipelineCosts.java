package dev.meerkat.benchmarks;

import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;
import org.bson.BsonDocument;

/**
 * What pipelines cost beside the store's own scan and gets, in CPU time of the process that does
 * the work. Threads: confined to the main thread.
 */
public final class PipelineCosts {
  private static final int OUTER = 1_000;
  private static final int WARM_UP = 150;

  private final FrameClient client;
  private final CpuMeter meter;
  private final String storage;
  private final int documents;
  private final int runs;

  private PipelineCosts(FrameClient client, String[] arguments) {
    this.client = client;
    this.meter = CpuMeter.of(Long.parseLong(arguments[1]));
    this.storage = arguments[2];
    this.documents = Integer.parseInt(arguments[3]);
    this.runs = Integer.parseInt(arguments[4]);
  }

  /**
   * Takes the server's port and process id, the name of its storage, a number of documents and how
   * often each pipeline is run.
   */
  public static void main(String[] arguments) throws IOException {
    InetSocketAddress server =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
    try (FrameClient client = new FrameClient(server)) {
      new PipelineCosts(client, arguments).run();
    }
  }

  private void run() throws IOException {
    Path folder = Files.createTempDirectory("floor");
    double get;
    double scan;
    try (Child floor =
        new Child(StorageFloor.class, storage, folder.toString(), Integer.toString(documents))) {
      Cost _ = Cost.parse(floor.line());
      get = Cost.parse(floor.line()).cpuMicros();
      scan = Cost.parse(floor.line()).cpuMicros();
    } finally {
      delete(folder);
    }
    fill();
    report(
        "group by a key of 100 values",
        micros("{$group: {_id: '$k', n: {$sum: '$v'}}}"),
        documents,
        "scan",
        scan,
        2.5);
    report(
        "sort by a field, the first 10",
        micros("{$sort: {v: 1}}, {$limit: 10}"),
        documents,
        "scan",
        scan,
        1.5);
    String outer = "{$match: {_id: {$lt: " + OUTER + "}}}";
    double without = micros(outer + ", {$addFields: {j: []}}, {$skip: " + OUTER + "}");
    double with =
        micros(
            outer
                + ", {$lookup: {from: 'c', localField: 'v', foreignField: '_id', as: 'j'}}, {$skip:"
                + " "
                + OUTER
                + "}");
    report("lookup by an index, an outer document", with - without, OUTER, "get", get, 2);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private void report(
      String what, double micros, int each, String floor, double floorMicros, double most) {
    double cost = micros / each;
    System.out.printf(
        Locale.ROOT,
        "| %s | %s | %.2f | %s | %.2f | %.2f | %.1f |%n",
        storage,
        what,
        cost,
        floor,
        floorMicros,
        cost / floorMicros,
        most);
  }

  private void fill() throws IOException {
    DocumentBuilder out = new DocumentBuilder(1 << 20);
    for (int done = 0; done < documents; done += OUTER) {
      out.clear();
      out.appendString("insert", "c").appendString("$db", "costs");
      out.beginArray("documents");
      for (int i = done; i < Math.min(documents, done + OUTER); i++) {
        DocumentBuilder one = new DocumentBuilder(320);
        one.appendFields(Documents.document(i));
        out.appendDocument(out.nextIndex(), one.toView());
      }
      out.end();
      var _ = client.run(out.toView());
    }
  }

  /** CPU microseconds of one run of a pipeline. */
  private double micros(String stages) throws IOException {
    DocumentView command =
        DocumentView.of(
            BsonDocument.parse(
                "{aggregate: 'c', pipeline: ["
                    + stages
                    + "], cursor: {batchSize: 1000}, $db: 'costs'}"));
    for (int i = 0; i < WARM_UP; i++) {
      var _ = client.run(command);
    }
    Duration before = meter.used();
    for (int i = 0; i < runs; i++) {
      var _ = client.run(command);
    }
    return meter.used().minus(before).toNanos() / 1e3 / runs;
  }
}
