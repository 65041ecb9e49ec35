package dev.meerkat.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;

/**
 * Inserts, point reads, ranges and scans of one collection as it grows past the server's heap.
 * Threads: confined to the main thread, but for the clients of a load.
 */
final class GrowingDocuments {
  private static final String HEAP = "-Xmx1g";
  private static final int CLIENTS = 4;

  /** Of the largest size, in hundredths. */
  private static final int[] SHARES = {1, 3, 10, 30, 100};

  /** So many inserts are measured at least. */
  private static final int LEAST_INSERTS = 50_000;

  private static final int WARM_UP_SHARE = 200;

  private final ServerProcess server;
  private final LargeDocuments documents;
  private final Load load;
  private final Duration duration;
  private final Curves curves;

  private GrowingDocuments(ServerProcess server, Duration duration, Curves curves) {
    this.server = server;
    this.load = server.load();
    this.documents = new LargeDocuments(load);
    this.duration = duration;
    this.curves = curves;
  }

  static void run(ScaleLines.Setting setting) throws IOException, InterruptedException {
    Curves curves = new Curves(setting.storage(), "documents of 1 KB", "CPU µs a document");
    try (ServerProcess server = setting.start(HEAP)) {
      new GrowingDocuments(server, setting.duration(), curves).grow(setting.most());
    }
    try (ServerProcess server = setting.start(HEAP)) {
      curves.print("start to the first ping", setting.most(), server.startMillis(), "ms");
    }
    curves.draw(setting.pictures(), "documents");
    GrowingFloor.run(setting);
  }

  private void grow(int most) throws IOException, InterruptedException {
    var _ =
        server.run(
            "{createIndexes: '"
                + LargeDocuments.COLLECTION
                + "', indexes: [{key: {u: 1}, name: 'u'}], $db: '"
                + SanityLines.DATABASE
                + "'}");
    var _ = documents.fill(warmUp(most));
    var _ = load.run(CLIENTS, duration.multipliedBy(2), documents.point());
    var _ = load.run(CLIENTS, duration.multipliedBy(2), documents.range());
    var _ = load.run(1, duration, documents.scan());
    for (int size : sizes(most)) {
      measure(size);
    }
  }

  /** How many documents there are before anything is measured. */
  static int warmUp(int most) {
    return most / WARM_UP_SHARE;
  }

  /** At how many documents it is measured. */
  static int[] sizes(int most) {
    return Arrays.stream(SHARES).map(share -> (int) ((long) most * share / 100)).toArray();
  }

  /** The last of so many inserts are measured. */
  static int measuredInserts(int size, int before) {
    return Math.min(size - before, Math.max(size / 10, LEAST_INSERTS));
  }

  private void measure(int size) throws IOException, InterruptedException {
    var _ = documents.fill(size - measuredInserts(size, documents.count()));
    curves.add("insert, 1,000 to a command", size, documents.fill(size).cpuMicros());
    // The system may have taken back pages that were written a while ago: a disk is not measured.
    var _ = load.run(1, duration, documents.scan());
    var _ = load.run(CLIENTS, duration, documents.range());
    Cost point = load.run(CLIENTS, duration, documents.point());
    curves.add("find by _id", size, point.cpuMicros());
    Cost range = load.run(CLIENTS, duration, documents.range());
    curves.add("range of 100, scattered", size, range.cpuMicros() / LargeDocuments.RANGE);
    Cost scan = load.run(1, duration, documents.scan());
    curves.add("scan", size, scan.cpuMicros() / size);
    curves.print("find by _id", size, point.perSecond(), "a second");
    curves.print("range of 100", size, range.perSecond(), "a second");
    curves.print("memory", size, server.residentMegabytes(), "MB");
  }
}
