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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * Compares a running server with its floors: a find by {@code _id} with an echo of the same frames,
 * an insert of many with the backend's own bulk put. Server and floor take turns, each is measured
 * several times, and the cheapest time of each counts. Threads: confined to the main thread, but
 * for the clients of a load.
 */
public final class SanityLines {
  static final String DATABASE = "floors";
  static final String COLLECTION = "base";
  private static final String ROUND = "round";

  /** How many times its floor an operation may cost. */
  private static final double LIMIT = 3;

  private static final Duration FOREVER = Duration.ofDays(1);
  private static final Duration WARM_UP = Duration.ofSeconds(15);
  private static final int WARM_UP_CLIENTS = 8;

  private final InetSocketAddress server;
  private final CpuMeter serverProcess;
  private final String storage;
  private final int documents;
  private final int rounds;
  private final Duration duration;

  private SanityLines(String[] arguments) {
    this.server =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
    this.serverProcess = CpuMeter.of(Long.parseLong(arguments[1]));
    this.storage = arguments[2];
    this.documents = Integer.parseInt(arguments[3]);
    this.rounds = Integer.parseInt(arguments[4]);
    this.duration = Duration.ofMillis(Math.round(Double.parseDouble(arguments[5]) * 1000));
  }

  /**
   * Takes the server's port and process id, the name of its storage, how many documents to work on,
   * how many rounds to measure, and the seconds of one measurement.
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    SanityLines lines = new SanityLines(arguments);
    lines.insertAll(new Load(lines.server, lines.serverProcess), COLLECTION);
    for (int clients : new int[] {1, 16}) {
      lines.findById(clients);
    }
    // Last, for what a store does behind a dropped collection would be counted as a find's.
    lines.insertMany();
  }

  private void insertMany() throws IOException, InterruptedException {
    Load load = new Load(server, serverProcess);
    warmUp(load);
    Cost best = insertAll(load, ROUND);
    drop(ROUND);
    @Nullable Cost put = null;
    @Nullable Cost get = null;
    for (int round = 0; round < rounds; round++) {
      Path folder = Files.createTempDirectory("floor");
      try (Child floor =
          new Child(StorageFloor.class, storage, folder.toString(), Integer.toString(documents))) {
        Cost onePut = Cost.parse(floor.line());
        Cost oneGet = Cost.parse(floor.line());
        put = put == null ? onePut : Cost.cheaper(put, onePut);
        get = get == null ? oneGet : Cost.cheaper(get, oneGet);
      } finally {
        delete(folder);
      }
      best = Cost.cheaper(best, insertAll(load, ROUND));
      drop(ROUND);
    }
    if (put == null || get == null) {
      throw new IllegalArgumentException("at least one round is needed");
    }
    print("insert-many, 1 client, a document", best, "bulk put", put);
    System.out.printf(
        Locale.ROOT,
        "| %s | | | | get: index entry and record, one snapshot | %.2f | | |%n",
        storage,
        get.cpuMicros());
  }

  /** Not measured: until the compilers have done their work, theirs is most of the cost. */
  private void warmUp(Load load) throws IOException, InterruptedException {
    long end = System.nanoTime() + WARM_UP.toNanos();
    while (System.nanoTime() < end) {
      insertAll(load, ROUND);
      drop(ROUND);
    }
  }

  /** Inserts the documents into an empty collection, by one client. */
  private Cost insertAll(Load load, String collection) throws IOException, InterruptedException {
    AtomicInteger ids = new AtomicInteger();
    return load.run(1, FOREVER, _ -> new InsertMany(collection, ids, documents));
  }

  /** What one round has left is not carried through the next one's collections of garbage. */
  private void drop(String collection) throws IOException {
    try (FrameClient connection = new FrameClient(server)) {
      connection.run(
          DocumentView.of(
              new DocumentBuilder(64)
                  .appendString("drop", collection)
                  .appendString("$db", DATABASE)
                  .toBytes()));
    }
  }

  private void findById(int clients) throws IOException, InterruptedException {
    BsonDocument clusterTime;
    int replyBytes;
    try (FrameClient connection = new FrameClient(server)) {
      clusterTime = hello(connection).getDocument("$clusterTime");
      replyBytes = new FindById(clusterTime, documents, 0).ask(connection);
      int found = connection.answer().getDocument("cursor").getArray("firstBatch").size();
      if (found != 1) {
        throw new IllegalStateException("a find by _id answers " + found + " documents");
      }
    }
    Load.ClientFactory finds = number -> new FindById(clusterTime, documents, number);
    try (Child echo = new Child(EchoServer.class, Integer.toString(replyBytes))) {
      InetSocketAddress echoAddress =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(echo.line()));
      Load real = new Load(server, serverProcess);
      Load floor = new Load(echoAddress, echo.meter());
      // Both, not measured: as above.
      real.run(WARM_UP_CLIENTS, WARM_UP, finds);
      floor.run(WARM_UP_CLIENTS, WARM_UP, finds);
      Cost find = real.run(clients, duration, finds);
      Cost answer = floor.run(clients, duration, finds);
      for (int round = 1; round < rounds; round++) {
        find = Cost.cheaper(find, real.run(clients, duration, finds));
        answer = Cost.cheaper(answer, floor.run(clients, duration, finds));
      }
      int requestBytes = new FindById(clusterTime, documents, 0).requestBytes();
      print(
          "find-by-id, %d client(s)".formatted(clients),
          find,
          "echo of %d + %d bytes".formatted(requestBytes, replyBytes),
          answer);
    }
  }

  private static BsonDocument hello(FrameClient connection) throws IOException {
    return connection.run(
        DocumentView.of(
            new DocumentBuilder(64)
                .appendInt32("hello", 1)
                .appendString("$db", "admin")
                .toBytes()));
  }

  private void print(String what, Cost cost, String floorName, Cost floor) {
    double ratio = cost.cpuMicros() / floor.cpuMicros();
    System.out.printf(
        Locale.ROOT,
        "| %s | %s | %.2f | %.0f | %s | %.2f | %.2f | %s |%n",
        storage,
        what,
        cost.cpuMicros(),
        cost.perSecond(),
        floorName,
        floor.cpuMicros(),
        ratio,
        ratio <= LIMIT ? "yes" : "no");
  }

  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
