package dev.meerkat.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the oplog costs who inserts, and what cutting it costs: three servers with the same storage
 * take turns, one without an oplog, one with an oplog that never fills, and one whose oplog is full
 * all the time, so that as much is removed from it as is written. Of each the cheapest round
 * counts. Threads: confined to the main thread, but for the clients of a load.
 */
final class OplogCost {
  private static final Duration FOREVER = Duration.ofDays(1);
  private static final Duration WARM_UP = Duration.ofSeconds(5);

  /** Longer than buffered commits wait for the disk, and than the oplog waits to be cut. */
  private static final long SETTLE_MILLIS = 2_500;

  private final String storage;
  private final List<Server> servers = new ArrayList<>();
  private final int documents;
  private final int rounds;
  private final Duration duration;
  private int runs;

  /** What a server took for one operation. */
  private record Took(double micros, double bytes) {
    Took cheaper(Took other) {
      return new Took(Math.min(micros, other.micros), Math.min(bytes, other.bytes));
    }
  }

  private record Server(Load load, Path counters) {
    static Server of(String port, String pid) {
      return new Server(
          new Load(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port)),
              CpuMeter.of(Long.parseLong(pid))),
          Path.of("/proc", pid, "io"));
    }

    /** Bytes that it has had written to the disk. */
    long written() throws IOException {
      for (String line : Files.readAllLines(counters)) {
        if (line.startsWith("write_bytes: ")) {
          return Long.parseLong(line.substring(line.indexOf(' ') + 1));
        }
      }
      throw new IllegalStateException("the system does not count what is written");
    }
  }

  private OplogCost(String[] arguments) {
    this.storage = arguments[0];
    this.documents = Integer.parseInt(arguments[1]);
    this.rounds = Integer.parseInt(arguments[2]);
    this.duration = Duration.ofMillis(Math.round(Double.parseDouble(arguments[3]) * 1000));
    for (int i = 4; i < arguments.length; i += 2) {
      servers.add(Server.of(arguments[i], arguments[i + 1]));
    }
  }

  /**
   * Takes the storage's name, how many documents to insert in a round, how many rounds to measure,
   * the seconds of a round of single inserts, and port and process of the three servers.
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    new OplogCost(arguments).run();
  }

  private void run() throws IOException, InterruptedException {
    for (Server server : servers) {
      var _ = insertOne(server, WARM_UP);
      var _ = insertMany(server);
    }
    report("insert-one", true);
    report("insert-many, a document", false);
  }

  private void report(String what, boolean isOne) throws IOException, InterruptedException {
    List<Took> best = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < servers.size(); i++) {
        Took took = isOne ? insertOne(servers.get(i), duration) : insertMany(servers.get(i));
        if (round == 0) {
          best.add(took);
        } else {
          best.set(i, best.get(i).cheaper(took));
        }
      }
    }
    StringBuilder line = new StringBuilder("| " + storage + " | " + what + " |");
    for (Took took : best) {
      line.append(String.format(Locale.ROOT, " %.2f |", took.micros()));
    }
    for (Took took : best) {
      line.append(String.format(Locale.ROOT, " %.0f |", took.bytes()));
    }
    System.out.println(line);
  }

  private Took insertOne(Server server, Duration time) throws IOException, InterruptedException {
    AtomicInteger ids = new AtomicInteger();
    String collection = "one" + ++runs;
    return measure(server, time, _ -> new InsertOne(collection, ids));
  }

  private Took insertMany(Server server) throws IOException, InterruptedException {
    AtomicInteger ids = new AtomicInteger();
    String collection = "many" + ++runs;
    return measure(server, FOREVER, _ -> InsertMany.committed(collection, ids, documents));
  }

  /** What follows the acknowledgement, the sync and the cut, is part of what is measured. */
  private static Took measure(Server server, Duration time, Load.ClientFactory factory)
      throws IOException, InterruptedException {
    Duration before = server.load().process().used();
    long written = server.written();
    long operations = server.load().run(1, time, factory).operations();
    Thread.sleep(SETTLE_MILLIS);
    Duration used = server.load().process().used().minus(before);
    return new Took(
        used.toNanos() / 1e3 / operations, (double) (server.written() - written) / operations);
  }
}
