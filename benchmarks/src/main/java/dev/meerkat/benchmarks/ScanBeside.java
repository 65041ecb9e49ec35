package dev.meerkat.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * How long short operations take, alone, beside a client that reads all documents over and over,
 * and beside a process that has nothing to do with the server and takes as much of the processors:
 * what that costs is the system's doing. The client of the short ones pauses between two, as
 * clients do, so that waiting is the server's doing. Threads: the clients'.
 */
final class ScanBeside {
  private static final int PAUSE_MILLIS = 2;
  private static final int MOST = 100_000;
  private static final double MEDIAN = 0.5;
  private static final double MOSTLY = 0.99;
  private static final int ROUNDS = 5;

  /** What goes on beside the short operations. */
  private enum Beside {
    NOTHING,
    BUSY_PROCESS,
    SCAN
  }

  private final String storage;
  private final Load load;
  private final LargeDocuments documents;
  private final Duration run;
  private final AtomicInteger ids = new AtomicInteger();

  private ScanBeside(ScaleLines.Setting setting, ServerProcess server) {
    this.storage = setting.storage();
    this.load = server.load();
    this.documents = new LargeDocuments(load);
    this.run = setting.duration();
  }

  static void run(ScaleLines.Setting setting) throws IOException, InterruptedException {
    try (ServerProcess server = setting.start("")) {
      ScanBeside beside = new ScanBeside(setting, server);
      var _ = beside.documents.fill(setting.most());
      beside.compare("find by _id", beside.documents.point());
      beside.compare("insert", _ -> new InsertOne("short", beside.ids));
    }
  }

  private void compare(String what, Load.ClientFactory client)
      throws IOException, InterruptedException {
    warmUp(client);
    Map<Beside, double[][]> rounds = new EnumMap<>(Beside.class);
    for (Beside beside : Beside.values()) {
      rounds.put(beside, new double[ROUNDS][]);
    }
    for (int i = 0; i < ROUNDS; i++) {
      for (Map.Entry<Beside, double[][]> round : rounds.entrySet()) {
        round.getValue()[i] = latencies(client, round.getKey());
      }
    }
    row(what + ", the median", rounds, MEDIAN);
    row(what + ", p99", rounds, MOSTLY);
  }

  /**
   * As fast as it goes, alone and beside the scan, until the compilers rest: with the pauses, they
   * would be at work all the time, and the slowest of a hundred would be those that wait for them.
   */
  private void warmUp(Load.ClientFactory client) throws IOException, InterruptedException {
    load.warmUp(1, run, client);
    Scan scan = new Scan();
    try {
      load.warmUp(1, run, client);
    } finally {
      scan.end();
    }
  }

  private void row(String what, Map<Beside, double[][]> rounds, double part) {
    double alone = typical(rounds, Beside.NOTHING, part);
    double busy = typical(rounds, Beside.BUSY_PROCESS, part);
    double together = typical(rounds, Beside.SCAN, part);
    System.out.printf(
        Locale.ROOT,
        "| %s | %s | %.3f | %.3f | %.3f | %.2f |%n",
        storage,
        what,
        alone,
        busy,
        together,
        together / alone);
  }

  /** The median of what rounds have at a part of theirs. */
  private static double typical(Map<Beside, double[][]> rounds, Beside beside, double part) {
    double[][] sorted = rounds.getOrDefault(beside, new double[0][]);
    double[] parts = new double[sorted.length];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = sorted[i][(int) (sorted[i].length * part)];
    }
    Arrays.sort(parts);
    return parts[parts.length / 2];
  }

  private double[] latencies(Load.ClientFactory client, Beside beside)
      throws IOException, InterruptedException {
    return switch (beside) {
      case NOTHING -> latencies(client);
      case BUSY_PROCESS -> {
        try (Child busy = new Child(BusyProcess.class)) {
          String _ = busy.line();
          yield latencies(client);
        }
      }
      case SCAN -> {
        Scan scan = new Scan();
        try {
          yield latencies(client);
        } finally {
          scan.end();
        }
      }
    };
  }

  /** Milliseconds of each operation, sorted. */
  private double[] latencies(Load.ClientFactory factory) throws IOException, InterruptedException {
    double[] millis = new double[MOST];
    AtomicInteger count = new AtomicInteger();
    var _ =
        load.run(
            1,
            run,
            number -> {
              Load.Client client = factory.client(number);
              return connection -> {
                pause();
                long begin = System.nanoTime();
                int done = client.step(connection);
                millis[count.getAndIncrement()] = (System.nanoTime() - begin) / 1e6;
                return done;
              };
            });
    double[] sorted = Arrays.copyOf(millis, count.get());
    Arrays.sort(sorted);
    return sorted;
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A client that reads all documents over and over. */
  private final class Scan {
    private final AtomicBoolean wanted = new AtomicBoolean(true);
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final Thread thread = Thread.ofPlatform().start(this::scan);

    private void scan() {
      try {
        var _ =
            load.run(
                1,
                Duration.ofDays(1),
                number -> {
                  Load.Client client = documents.scan().client(number);
                  return connection -> wanted.get() ? client.step(connection) : 0;
                });
      } catch (IOException | InterruptedException | RuntimeException e) {
        failure.set(e);
      }
    }

    /** Lets it end its last round. */
    void end() throws InterruptedException {
      wanted.set(false);
      thread.join();
      Exception failed = failure.get();
      if (failed != null) {
        throw new IllegalStateException("the scan failed", failed);
      }
    }
  }
}
