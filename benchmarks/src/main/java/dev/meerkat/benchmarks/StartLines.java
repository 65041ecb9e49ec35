package dev.meerkat.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How fast a server starts, how small it is, and what making and dropping collections takes, as
 * medians of times on the clock. Threads: confined to the main thread.
 */
public final class StartLines {
  /** For a machine with little memory; the collector is the one with the least of its own. */
  private static final String SMALL =
      "-XX:+UseSerialGC -Xms4m -Xmx48m -Xss256k -XX:TieredStopAtLevel=1"
          + " -XX:ReservedCodeCacheSize=12m";

  private static final int CLIENTS = 16;
  private static final int COMMANDS = 100;
  private static final int DROPS = 200;
  private static final long IDLE_MILLIS = 3_000;

  private static final double MOST_START = 250;
  private static final double MOST_IDLE = 64;
  private static final double MOST_COLLECTION = 2;
  private static final double MOST_DATABASE = 3;

  private final Path launcher;
  private final String storage;
  private final int documents;
  private final int rounds;

  private StartLines(String[] arguments) {
    this.launcher = Path.of(arguments[0]);
    this.storage = arguments[1];
    this.documents = Integer.parseInt(arguments[2]);
    this.rounds = Integer.parseInt(arguments[3]);
  }

  /**
   * Takes the launcher's path, the name of a storage, how many documents there are to be, and how
   * often to start.
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("start");
    try {
      new StartLines(arguments).run(folder);
    } finally {
      SanityLines.delete(folder);
    }
  }

  private void run(Path folder) throws IOException, InterruptedException {
    Path data = folder.resolve("data");
    report("start to the first ping, no data, ms", starts(folder.resolve("empty")), MOST_START);
    memory(data);
    try (ServerProcess server = new ServerProcess(launcher, storage, data, "")) {
      drops(server);
      fill(server);
    }
    if (!storage.equals("memory")) {
      double[] starts = starts(data);
      report("start with " + documents + " documents, ms", starts, MOST_START);
    }
  }

  private double[] starts(Path data) throws IOException {
    double[] millis = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      try (ServerProcess server = new ServerProcess(launcher, storage, data, "")) {
        millis[round] = server.startMillis();
      }
    }
    return millis;
  }

  private void memory(Path data) throws IOException, InterruptedException {
    try (ServerProcess server = new ServerProcess(launcher, storage, data, "")) {
      Thread.sleep(IDLE_MILLIS);
      report("memory when idle, MB", new double[] {server.residentMegabytes()}, Double.NaN);
    }
    try (ServerProcess server = new ServerProcess(launcher, storage, data, SMALL)) {
      Thread.sleep(IDLE_MILLIS);
      report(
          "memory when idle, small heap, MB", new double[] {server.residentMegabytes()}, MOST_IDLE);
      serve(server);
      Thread.sleep(IDLE_MILLIS);
      report(
          "the same when 16 clients were served, MB",
          new double[] {server.residentMegabytes()},
          Double.NaN);
    }
  }

  /** What clients do is checked, so that the small server is one that works. */
  private static void serve(ServerProcess server) throws IOException {
    AtomicInteger ids = new AtomicInteger();
    List<FrameClient> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(server.connect());
    }
    for (int i = 0; i < COMMANDS; i++) {
      for (FrameClient client : clients) {
        var _ = new InsertOne("served", ids).step(client);
      }
    }
    for (FrameClient client : clients) {
      client.close();
    }
    int n =
        server
            .run("{count: 'served', $db: '" + SanityLines.DATABASE + "'}")
            .getInt32("n")
            .getValue();
    if (n != CLIENTS * COMMANDS) {
      throw new IllegalStateException(n + " documents");
    }
  }

  private void drops(ServerProcess server) throws IOException {
    double[] collections = new double[DROPS];
    double[] databases = new double[DROPS];
    // Another database is there all the time, so that only one collection comes and goes.
    var _ = server.run("{create: 'stays', $db: 'drops'}");
    for (int i = -DROPS; i < DROPS; i++) {
      long begin = System.nanoTime();
      var _ = server.run("{create: 'c', $db: 'drops', writeConcern: {w: 1}}");
      var _ = server.run("{drop: 'c', $db: 'drops', writeConcern: {w: 1}}");
      long half = System.nanoTime();
      var _ = server.run("{create: 'c', $db: 'dropped', writeConcern: {w: 1}}");
      var _ = server.run("{dropDatabase: 1, $db: 'dropped', writeConcern: {w: 1}}");
      // The first half warms up.
      if (i >= 0) {
        collections[i] = (half - begin) / 1e6;
        databases[i] = (System.nanoTime() - half) / 1e6;
      }
    }
    report("create and drop of a collection, ms", collections, MOST_COLLECTION);
    report("create and drop of a database, ms", databases, MOST_DATABASE);
  }

  private void fill(ServerProcess server) throws IOException {
    InsertMany insert = new InsertMany("many", new AtomicInteger(), documents);
    try (FrameClient client = server.connect()) {
      for (int done = 0; done < documents; done += InsertMany.BATCH) {
        var _ = insert.step(client);
      }
    }
  }

  private void report(String what, double[] values, double most) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double median = sorted[sorted.length / 2];
    System.out.printf(
        Locale.ROOT,
        "| %s | %s | %.2f | %s | %s |%n",
        storage,
        what,
        median,
        Double.isNaN(most) ? "" : String.format(Locale.ROOT, "%.0f", most),
        Double.isNaN(most) ? "" : median <= most ? "yes" : "no");
  }
}
