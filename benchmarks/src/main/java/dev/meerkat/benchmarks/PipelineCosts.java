package dev.meerkat.benchmarks;

import dev.meerkat.benchmarks.TargetFloors.Floor;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.bson.BsonDocument;

/**
 * What pipelines cost beside the store's own scan and gets, in CPU time of the process that does
 * the work. Threads: confined to the main thread.
 */
public final class PipelineCosts {
  private static final int OUTER = 1_000;
  private static final int WARM_UP = 150;

  /** The compilers work in some of them, and what they take is no cost of a pipeline. */
  private static final int ROUNDS = 10;

  private static final Duration FLOOR_TIME = Duration.ofSeconds(2);

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
    fill();
    Path folder = Files.createTempDirectory("floor");
    try (Child floor =
        new Child(TargetFloors.class, storage, folder.toString(), Integer.toString(documents))) {
      String _ = floor.line();
      run(floor);
    } finally {
      SanityLines.delete(folder);
    }
  }

  private void run(Child floor) throws IOException {
    String group = "{$group: {_id: '$k', n: {$sum: '$v'}}}";
    report("group by a key of 100 values", micros(group), documents, floor, Floor.SCAN, 2.5);
    String sort = "{$sort: {v: 1}}, {$limit: 10}";
    report("sort by a field, the first 10", micros(sort), documents, floor, Floor.SCAN, 1.5);
    String outer = "{$match: {_id: {$lt: " + OUTER + "}}}";
    double without = micros(outer + ", {$addFields: {j: []}}, {$skip: " + OUTER + "}");
    double byId = micros(outer + lookup("v", "_id")) - without;
    report("lookup by an index, an outer document", byId, OUTER, floor, Floor.GETS, 2);
    var _ =
        client.run(
            DocumentView.of(
                BsonDocument.parse(
                    "{createIndexes: 'c', indexes: [{key: {u: 1}, name: 'u'}], $db: 'costs'}")));
    double byAnother = micros(outer + lookup("u", "u")) - without;
    report("lookup by another index than _id", byAnother, OUTER, floor, Floor.GETS, 2);
  }

  private static String lookup(String local, String foreign) {
    return ", {$lookup: {from: 'c', localField: '%s', foreignField: '%s', as: 'j'}}, {$skip: %d}"
        .formatted(local, foreign, OUTER);
  }

  /** Says what a pipeline costs beside the store's share, which is measured right behind it. */
  private void report(String what, double micros, int each, Child store, Floor floor, double most)
      throws IOException {
    var _ = TargetFloors.ask(store, floor, FLOOR_TIME);
    double floorMicros = TargetFloors.ask(store, floor, FLOOR_TIME).cpuMicros();
    double cost = micros / each;
    System.out.printf(
        Locale.ROOT,
        "| %s | %s | %.2f | %s | %.2f | %.2f | %.1f |%n",
        storage,
        what,
        cost,
        "store's " + floor.toString().toLowerCase(Locale.ROOT),
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

  /** CPU microseconds of one run of a pipeline, in the cheapest of several rounds. */
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
    double least = Double.MAX_VALUE;
    int each = Math.max(1, runs / ROUNDS);
    for (int round = 0; round < ROUNDS; round++) {
      Duration before = meter.used();
      for (int i = 0; i < each; i++) {
        var _ = client.run(command);
      }
      least = Math.min(least, meter.used().minus(before).toNanos() / 1e3 / each);
    }
    return least;
  }
}
