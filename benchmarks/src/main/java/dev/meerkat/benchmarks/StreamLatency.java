package dev.meerkat.benchmarks;

import dev.meerkat.spi.DocumentView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * How long change streams wait for what is committed, and what a thousand of them cost: one client
 * inserts documents, others have a getMore waiting each. Times are from sending the insert and from
 * its acknowledgement, which is the commit as a client knows it. Threads: one for each stream.
 */
final class StreamLatency {
  private static final int AWAIT_MILLIS = 600_000;

  /** Between two inserts; more where many are told, whose clients share the machine. */
  private static final int PAUSE_MILLIS = 5;

  private static final int STREAMS_PER_PAUSE_MILLI = 10;

  private final InetSocketAddress address;
  private final long server;
  private final List<FrameClient> clients = new ArrayList<>();
  private final int inserts;
  private final AtomicLongArray sent;

  private StreamLatency(int port, long server, int inserts) {
    this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    this.server = server;
    this.inserts = inserts;
    this.sent = new AtomicLongArray(inserts);
  }

  /** Takes the server's port, its process, the storage's name, and how many inserts to time. */
  public static void main(String[] arguments) throws Exception {
    int inserts = Integer.parseInt(arguments[3]);
    int port = Integer.parseInt(arguments[0]);
    long pid = Long.parseLong(arguments[1]);
    for (int[] counts : new int[][] {{1, 0}, {1, 0}, {1, 999}, {100, 0}, {1000, 0}}) {
      int timed = counts[0] > 100 ? inserts / 10 : inserts;
      new StreamLatency(port, pid, timed).run(arguments[2], counts[0], counts[1]);
    }
    System.exit(0);
  }

  /**
   * @param watching streams of the collection that is written
   * @param idle streams of other collections
   */
  private void run(String storage, int watching, int idle) throws Exception {
    String collection = "latency" + System.nanoTime();
    try (FrameClient writer = new FrameClient(address)) {
      writer.run(command("{create: '" + collection + "', $db: 'streams'}"));
      for (int i = 0; i < idle; i++) {
        open("other" + i, new long[0], new CountDownLatch(1));
      }
      long[][] arrived = new long[watching][inserts];
      CountDownLatch done = new CountDownLatch(watching);
      for (long[] times : arrived) {
        open(collection, times, done);
      }
      Thread.sleep(1_000);
      Duration idleCost = watching + idle < 1_000 ? Duration.ZERO : idleCost();
      Duration before = CpuMeter.of(server).used();
      long[] acknowledged = insert(writer, collection, watching);
      done.await();
      Duration cost = CpuMeter.of(server).used().minus(before);
      report(storage, idle, acknowledged, arrived, idleCost, cost);
    } finally {
      for (FrameClient client : clients) {
        client.close();
      }
    }
  }

  private Duration idleCost() throws InterruptedException {
    CpuMeter meter = CpuMeter.of(server);
    Duration before = meter.used();
    Thread.sleep(10_000);
    return meter.used().minus(before);
  }

  private long[] insert(FrameClient writer, String collection, int watching) throws Exception {
    long[] acknowledged = new long[inserts];
    for (int i = 0; i < inserts; i++) {
      Thread.sleep(Math.max(PAUSE_MILLIS, watching / STREAMS_PER_PAUSE_MILLI));
      DocumentView command =
          command("{insert: '" + collection + "', documents: [{_id: " + i + "}], $db: 'streams'}");
      long start = System.nanoTime();
      sent.set(i, start);
      writer.run(command);
      acknowledged[i] = System.nanoTime() - start;
    }
    return acknowledged;
  }

  private void open(String collection, long[] times, CountDownLatch done) throws IOException {
    FrameClient client = new FrameClient(address);
    clients.add(client);
    BsonDocument opened =
        client.run(
            command(
                "{aggregate: '"
                    + collection
                    + "', pipeline: [{$changeStream: {}}], cursor: {}, $db: 'streams'}"));
    BsonValue id = opened.getDocument("cursor").get("id");
    BsonDocument more =
        new BsonDocument("getMore", id)
            .append("collection", new BsonString(collection))
            .append("maxTimeMS", new BsonInt64(AWAIT_MILLIS))
            .append("$db", new BsonString("streams"));
    Thread.ofPlatform().daemon().start(() -> follow(client, DocumentView.of(more), times, done));
  }

  private void follow(FrameClient client, DocumentView more, long[] times, CountDownLatch done) {
    try {
      int left = times.length;
      do {
        BsonDocument reply = client.run(more);
        long now = System.nanoTime();
        for (BsonValue event : reply.getDocument("cursor").getArray("nextBatch")) {
          int id = event.asDocument().getDocument("documentKey").getInt32("_id").getValue();
          times[id] = now - sent.get(id);
          left--;
        }
      } while (left > 0);
      done.countDown();
    } catch (IOException e) {
      if (times.length > 0) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void report(
      String storage,
      int idle,
      long[] acknowledged,
      long[][] arrived,
      Duration idleCost,
      Duration cost)
      throws IOException {
    long[] all = Arrays.stream(arrived).flatMapToLong(Arrays::stream).sorted().toArray();
    // An event may be there before the writer's own acknowledgement is.
    long[] after =
        Arrays.stream(arrived)
            .flatMapToLong(
                times -> IntStream.range(0, inserts).mapToLong(i -> times[i] - acknowledged[i]))
            .sorted()
            .toArray();
    long[] own = acknowledged.clone();
    Arrays.sort(own);
    System.out.printf(
        Locale.ROOT,
        "| %s | %d + %d | %s | %s | %s | %.0f | %s | %s | %s |%n",
        storage,
        arrived.length,
        idle,
        shares(own),
        shares(all),
        shares(after),
        cost.toNanos() / 1e3 / inserts,
        status("VmRSS"),
        status("Threads"),
        idleCost.isZero() ? "" : "%.1f ms/s".formatted(idleCost.toNanos() / 1e7));
  }

  private static String shares(long[] sorted) {
    return "%.2f / %.2f".formatted(at(sorted, 0.5), at(sorted, 0.99));
  }

  private static double at(long[] sorted, double share) {
    return sorted[(int) Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] / 1e6;
  }

  private String status(String name) throws IOException {
    Path file = Path.of("/proc/" + server + "/status");
    if (!Files.exists(file)) {
      return "?";
    }
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith(name + ":")) {
        return line.substring(name.length() + 1).strip();
      }
    }
    return "?";
  }

  private static DocumentView command(String json) {
    return DocumentView.of(BsonDocument.parse(json));
  }
}
