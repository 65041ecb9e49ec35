package dev.meerkat.benchmarks;

import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Locale;

/**
 * Transactions of two updates beside the same two updates one after the other, for 1, 16 and 64
 * clients. They take turns, and the cheapest time of each counts. Threads: confined to the main
 * thread, but for the clients of a load.
 */
public final class TransactionCommits {
  private static final int[] CLIENTS = {1, 16, 64};
  private static final int MOST_CLIENTS = 64;
  private static final Duration WARM_UP = Duration.ofSeconds(8);

  private final Load load;
  private final InetSocketAddress server;
  private final String storage;
  private final int rounds;
  private final Duration duration;
  private int runs;

  private TransactionCommits(String[] arguments) {
    this.server =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
    this.load = new Load(server, CpuMeter.of(Long.parseLong(arguments[1])));
    this.storage = arguments[2];
    this.rounds = Integer.parseInt(arguments[3]);
    this.duration = Duration.ofMillis(Math.round(Double.parseDouble(arguments[4]) * 1000));
  }

  /**
   * Takes the server's port and process id, the name of its storage, how many rounds to measure,
   * and the seconds of one measurement.
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    new TransactionCommits(arguments).run();
  }

  private void run() throws IOException, InterruptedException {
    fill();
    Cost _ = measure(true, false, 8, WARM_UP);
    Cost _ = measure(false, false, 8, WARM_UP);
    for (boolean synced : new boolean[] {true, false}) {
      for (int clients : CLIENTS) {
        Cost plain = measure(false, synced, clients, duration);
        Cost transactions = measure(true, synced, clients, duration);
        for (int round = 1; round < rounds; round++) {
          plain = Cost.cheaper(plain, measure(false, synced, clients, duration));
          transactions = Cost.cheaper(transactions, measure(true, synced, clients, duration));
        }
        System.out.printf(
            Locale.ROOT,
            "| %s | %s | %d | %.0f | %.0f | %.0f | %.0f | %.2f |%n",
            storage,
            synced ? "majority" : "w: 1",
            clients,
            transactions.perSecond(),
            transactions.cpuMicros(),
            plain.perSecond(),
            plain.cpuMicros(),
            transactions.cpuMicros() / plain.cpuMicros());
      }
    }
  }

  private Cost measure(boolean inTransaction, boolean synced, int clients, Duration time)
      throws IOException, InterruptedException {
    int run = ++runs;
    return load.run(clients, time, number -> new UpdatePairs(inTransaction, synced, number, run));
  }

  private void fill() throws IOException {
    DocumentBuilder insert = new DocumentBuilder(1 << 16);
    insert.appendString("insert", SanityLines.COLLECTION);
    insert.beginArray("documents");
    for (int i = 0; i < MOST_CLIENTS * UpdatePairs.OWN; i++) {
      insert.beginDocument(insert.nextIndex());
      insert.appendInt32("_id", i).appendInt32("n", 0).end();
    }
    insert.end().appendString("$db", SanityLines.DATABASE);
    try (FrameClient connection = new FrameClient(server)) {
      var _ = connection.run(DocumentView.of(insert.toBytes()));
    }
  }
}
