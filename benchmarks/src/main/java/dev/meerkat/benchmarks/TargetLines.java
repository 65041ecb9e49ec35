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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * Compares the operations of a running server with what they may cost at most, measured in the same
 * run: an echo of the same frames, and the same work on the store's own interface. Server, echo and
 * store take turns, and the cheapest round of each counts. Threads: confined to the main thread,
 * but for the clients of a load.
 */
public final class TargetLines {
  private static final int[] CLIENTS = {1, 16};
  private static final int WARM_UP_CLIENTS = 8;
  private static final int MANY_CLIENTS = 64;

  /** Operations of a count of allocations: enough that what else is allocated does not matter. */
  private static final int ALLOCATING = 50_000;

  private static final double MOST_BYTES = 2_048;
  private static final double LEAST_PER_SYNC = 20;

  private final InetSocketAddress server;
  private final Load load;
  private final ServerCounts counts;
  private final String storage;
  private final int documents;
  private final int rounds;
  private final Duration duration;
  private final TargetRequests.Shared shared;

  /** What the echo is sent: its documents are in no collection. */
  private final TargetRequests.Shared echoed;

  private final Child store;

  private TargetLines(String[] arguments, Child store) throws IOException {
    this.server =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
    long process = Long.parseLong(arguments[1]);
    this.load = new Load(server, CpuMeter.of(process));
    this.counts = new ServerCounts(ProcessHandle.of(process).orElseThrow());
    this.storage = arguments[2];
    this.documents = Integer.parseInt(arguments[3]);
    this.rounds = Integer.parseInt(arguments[4]);
    this.duration = Duration.ofMillis(Math.round(Double.parseDouble(arguments[5]) * 1000));
    this.store = store;
    BsonDocument hello = run(new DocumentBuilder(64).appendInt32("hello", 1));
    BsonDocument time = hello.getDocument("$clusterTime");
    this.shared = new TargetRequests.Shared(documents, time, new AtomicInteger(), new AtomicLong());
    this.echoed = new TargetRequests.Shared(documents, time, new AtomicInteger(), new AtomicLong());
  }

  /**
   * Takes the server's port and process id, the name of its storage, how many documents to work on,
   * how many rounds to measure, and the seconds of one measurement.
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("floor");
    try (Child store =
        new Child(TargetFloors.class, arguments[2], folder.toString(), arguments[3])) {
      if (!store.line().equals("ready")) {
        throw new IllegalStateException("the floors are not ready");
      }
      new TargetLines(arguments, store).run();
    } finally {
      SanityLines.delete(folder);
    }
  }

  private void run() throws IOException, InterruptedException {
    fill();
    Target find = Target.found("find-by-id", TargetRequests::findById, 1);
    compare(find, Floor.GET, 1.5, 2.5);
    compare(Target.found("indexed equality", TargetRequests::findOne, 1), Floor.POINT, 1.5, 0);
    int hundred = TargetFloors.RANGE;
    compare(Target.found("range of 100", TargetRequests::findRange, hundred), Floor.RANGE, 1.5, 0);
    int some = documents / 1_000;
    compareAll(
        Target.found("unindexed filter, a document", TargetRequests::filter, some),
        Floor.SCAN,
        documents,
        1.5);
    compareAll(
        Target.found("sort + limit 10, a document", TargetRequests::sorted, 10),
        Floor.SCAN,
        documents,
        1.5);
    compareAll(
        Target.counted("count of half by an index", TargetRequests::count, documents / 2),
        Floor.COUNT,
        1,
        1.2);
    Target update = Target.counted("update by id", TargetRequests::update, 1);
    compare(update, Floor.UPDATE, 2.5, 0);
    Target modify = Target.modified("findAndModify", TargetRequests::findAndModify);
    compare(modify, Floor.UPDATE, 2.5, 0);
    Target insert = Target.counted("insert-one", TargetRequests::insert, 1);
    compare(insert, Floor.INSERT, 1.5, 0);
    insertMany();
    for (Target target : new Target[] {find, update, modify, insert}) {
      allocation(target);
    }
    syncs();
    checkInserted();
  }

  /**
   * Measures an operation beside the echo of its frames and the store's share.
   *
   * @param most how many times both together it may cost
   * @param mostEchoes how many times the echo alone, or 0
   */
  private void compare(Target target, Floor floor, double most, double mostEchoes)
      throws IOException, InterruptedException {
    int replyBytes;
    try (FrameClient connection = new FrameClient(server)) {
      replyBytes = target.client(shared, 0).ask(connection);
    }
    Load.ClientFactory clients = number -> target.client(shared, number);
    Load.ClientFactory sent = number -> target.echoed(echoed, number);
    try (Child echo = new Child(EchoServer.class, Integer.toString(replyBytes))) {
      Load echoes =
          new Load(
              new InetSocketAddress(
                  InetAddress.getLoopbackAddress(), Integer.parseInt(echo.line())),
              echo.meter());
      load.warmUp(WARM_UP_CLIENTS, duration, clients);
      var _ = echoes.run(WARM_UP_CLIENTS, duration.multipliedBy(2), sent);
      Cost share = TargetFloors.ask(store, floor, duration);
      for (int number : CLIENTS) {
        @Nullable Cost own = null;
        @Nullable Cost empty = null;
        for (int round = 0; round < rounds; round++) {
          own = Cost.cheaper(own, load.run(number, duration, clients));
          empty = Cost.cheaper(empty, echoes.run(number, duration, sent));
          share = Cost.cheaper(share, TargetFloors.ask(store, floor, duration));
        }
        double echoMicros = empty == null ? 0 : empty.cpuMicros();
        double storeMicros = share.cpuMicros();
        print(
            target.name(),
            number,
            own,
            "echo %.2f + store %.2f".formatted(echoMicros, storeMicros),
            echoMicros + storeMicros,
            most);
        if (mostEchoes > 0) {
          print(target.name(), number, own, "echo", echoMicros, mostEchoes);
        }
      }
    }
  }

  /** Measures an operation on many documents beside the store's, by one client. */
  private void compareAll(Target target, Floor floor, int each, double most)
      throws IOException, InterruptedException {
    Load.ClientFactory clients =
        number -> {
          Asking asking = target.client(shared, number);
          return connection -> asking.step(connection) * each;
        };
    besideStore(target.name(), clients, floor, most);
  }

  private void insertMany() throws IOException, InterruptedException {
    AtomicInteger ids = new AtomicInteger();
    besideStore(
        "insert-many, a document",
        _ -> new InsertMany("many", ids, Integer.MAX_VALUE),
        Floor.BULK,
        2);
  }

  private void besideStore(String name, Load.ClientFactory clients, Floor floor, double most)
      throws IOException, InterruptedException {
    load.warmUp(1, duration, clients);
    Cost share = TargetFloors.ask(store, floor, duration);
    @Nullable Cost own = null;
    for (int round = 0; round < rounds; round++) {
      own = Cost.cheaper(own, load.run(1, duration, clients));
      share = Cost.cheaper(share, TargetFloors.ask(store, floor, duration));
    }
    String what = floor.toString().toLowerCase(Locale.ROOT);
    print(name, 1, own, "store's " + what, share.cpuMicros(), most);
  }

  /** What the server allocates for an operation. */
  private void allocation(Target target) throws IOException, InterruptedException {
    try (FrameClient connection = new FrameClient(server)) {
      Asking client = target.client(shared, 0);
      ask(client, connection, ALLOCATING / 10);
      long before = counts.allocatedBytes();
      ask(client, connection, ALLOCATING);
      double bytes = (double) (counts.allocatedBytes() - before) / ALLOCATING;
      System.out.printf(
          Locale.ROOT,
          "| %s | %s, bytes allocated | 1 | %.0f | | | | %.0f | %s |%n",
          storage,
          target.name(),
          bytes,
          MOST_BYTES,
          yesOrNo(bytes <= MOST_BYTES));
    }
  }

  private static void ask(Asking client, FrameClient connection, int times) throws IOException {
    for (int i = 0; i < times; i++) {
      var _ = client.step(connection);
    }
  }

  /** How many clients share a sync. */
  private void syncs() throws IOException, InterruptedException {
    Target target = Target.counted("insert-one, majority", TargetRequests::insertDurably, 1);
    for (int number : new int[] {1, MANY_CLIENTS}) {
      ServerCounts.@Nullable Syncs syncs = counts.countSyncs(duration);
      if (syncs == null) {
        System.out.println("| " + storage + " | the system does not let us count syncs |");
        return;
      }
      Cost cost = load.run(number, duration, client -> target.client(shared, client));
      double each = (double) cost.operations() / Math.max(1, syncs.await());
      double least = number == 1 ? 1 : LEAST_PER_SYNC;
      System.out.printf(
          Locale.ROOT,
          "| %s | %s, acknowledged for each sync | %d | %.1f | %.2f µs each | | | %.0f at least |"
              + " %s |%n",
          storage,
          target.name(),
          number,
          each,
          cost.cpuMicros(),
          least,
          number == 1 ? "" : yesOrNo(each >= least));
    }
  }

  private void print(
      String what, int clients, @Nullable Cost cost, String floor, double micros, double most) {
    if (cost == null) {
      throw new IllegalArgumentException("at least one round is needed");
    }
    double ratio = cost.cpuMicros() / micros;
    System.out.printf(
        Locale.ROOT,
        "| %s | %s | %d | %.2f | %s | %.2f | %.2f | %.1f | %s |%n",
        storage,
        what,
        clients,
        cost.cpuMicros(),
        floor,
        micros,
        ratio,
        most,
        yesOrNo(ratio <= most));
  }

  private static String yesOrNo(boolean is) {
    return is ? "yes" : "no";
  }

  private void fill() throws IOException, InterruptedException {
    AtomicInteger ids = new AtomicInteger();
    Load.ClientFactory inserting = _ -> new InsertMany(SanityLines.COLLECTION, ids, documents);
    var _ = load.run(1, Duration.ofDays(1), inserting);
    DocumentBuilder index = new DocumentBuilder(128);
    index.appendString("createIndexes", SanityLines.COLLECTION).beginArray("indexes");
    index.beginDocument("0").beginDocument("key").appendInt32("u", 1).end();
    index.appendString("name", "u").end().end();
    var _ = run(index);
  }

  /** Every insert that was acknowledged is there. */
  private void checkInserted() throws IOException {
    int inserted = Target.n(run(new DocumentBuilder(64).appendString("count", "inserted")));
    int sent = shared.ids().get();
    if (inserted != sent) {
      throw new IllegalStateException(inserted + " of " + sent + " inserted documents are there");
    }
  }

  private BsonDocument run(DocumentBuilder command) throws IOException {
    command.appendString("$db", SanityLines.DATABASE);
    try (FrameClient connection = new FrameClient(server)) {
      return connection.run(DocumentView.of(command.toBytes()));
    }
  }
}
