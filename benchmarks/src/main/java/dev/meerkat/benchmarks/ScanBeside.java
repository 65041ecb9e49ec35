package dev.meerkat.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * How long short operations take, alone and beside a client that reads all documents over and over:
 * one that pauses between two, as clients do, so that waiting is the server's doing. Threads: the
 * clients'.
 */
final class ScanBeside {
  private static final int PAUSE_MILLIS = 2;
  private static final int MOST = 100_000;
  private static final double PART = 0.99;

  private final String storage;
  private final Load load;
  private final LargeDocuments documents;
  private final Duration duration;
  private final AtomicInteger ids = new AtomicInteger();

  private ScanBeside(ScaleLines.Setting setting, ServerProcess server) {
    this.storage = setting.storage();
    this.load = server.load();
    this.documents = new LargeDocuments(load);
    this.duration = setting.duration().multipliedBy(5);
  }

  static void run(ScaleLines.Setting setting) throws IOException, InterruptedException {
    try (ServerProcess server = setting.start("")) {
      ScanBeside beside = new ScanBeside(setting, server);
      var _ = beside.documents.fill(setting.most());
      Load.ClientFactory point = beside.documents.point();
      Load.ClientFactory insert = _ -> new InsertOne("short", beside.ids);
      // Once to warm up.
      var _ = beside.load.run(1, setting.duration(), beside.documents.scan());
      double[] _ = beside.latencies(point);
      double[] _ = beside.latencies(insert);
      beside.compare("find by _id", point);
      beside.compare("insert", insert);
    }
  }

  private void compare(String what, Load.ClientFactory client)
      throws IOException, InterruptedException {
    double[] alone = latencies(client);
    Scan scan = new Scan();
    double[] together;
    try {
      together = latencies(client);
    } finally {
      scan.end();
    }
    row(what + ", the median", alone[alone.length / 2], together[together.length / 2]);
    row(what + ", p99", p99(alone), p99(together));
  }

  private static double p99(double[] sorted) {
    return sorted[(int) (sorted.length * PART)];
  }

  private void row(String what, double alone, double together) {
    System.out.printf(
        Locale.ROOT,
        "| %s | %s | %.3f | %.3f | %.2f |%n",
        storage,
        what,
        alone,
        together,
        together / alone);
  }

  /** Milliseconds of each operation, sorted. */
  private double[] latencies(Load.ClientFactory factory) throws IOException, InterruptedException {
    double[] millis = new double[MOST];
    AtomicInteger count = new AtomicInteger();
    var _ =
        load.run(
            1,
            duration,
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
