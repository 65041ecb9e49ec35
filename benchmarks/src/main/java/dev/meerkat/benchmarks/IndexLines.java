package dev.meerkat.benchmarks;

import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * Queries by indexes, an index that is built, and inserts with more and more of them, each beside
 * its {@link IndexFloor}. Threads: confined to the main thread, but for the clients of a load.
 */
public final class IndexLines {
  /** How many documents a range, and an {@code $in}, finds. */
  static final int RANGE = 100;

  private static final int CLIENTS = 4;
  private static final int WARM_UP = 4;
  private static final int BATCH = 1_000;
  private static final String COLLECTION = "indexed";

  private final InetSocketAddress server;
  private final Load load;
  private final String storage;
  private final IndexedDocuments documents;
  private final int rounds;
  private final Duration duration;
  private double pingMicros;

  private IndexLines(String[] arguments) {
    this.server =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
    this.load = new Load(server, CpuMeter.of(Long.parseLong(arguments[1])));
    this.storage = arguments[2];
    this.documents = new IndexedDocuments(Integer.parseInt(arguments[3]));
    this.rounds = Integer.parseInt(arguments[4]);
    this.duration = Duration.ofMillis(Math.round(Double.parseDouble(arguments[5]) * 1000));
  }

  /**
   * Takes the server's port and process id, the name of its storage, how many documents to work on,
   * how many rounds to measure, and the seconds of one measurement.
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    IndexLines lines = new IndexLines(arguments);
    Path folder = Files.createTempDirectory("floor");
    try (Child floor =
        new Child(IndexFloor.class, lines.storage, folder.toString(), arguments[3], arguments[5])) {
      lines.run(floor);
    } finally {
      SanityLines.delete(folder);
    }
  }

  private void run(Child floor) throws IOException, InterruptedException {
    Cost[] floors = new Cost[12];
    for (int i = 0; i < floors.length; i++) {
      floors[i] = Cost.parse(floor.line());
    }
    Cost ping = query("ping", (command, _) -> command.appendInt32("ping", 1), -1);
    pingMicros = ping.cpuMicros();
    print("ping", ping, null);
    inserts(floors);
    fill();
    print("build {u: 1}, a document", build("{u: 1}"), floors[3]);
    print("build {k: 1, u: 1}, a document", build("{k: 1, u: 1}"), floors[3]);
    print("build {loc: '2dsphere'}, a document", build("{loc: '2dsphere'}"), null);
    print("build {words: 'text'}, a document", build("{words: 'text'}"), null);
    queries(floors);
  }

  private void inserts(Cost[] floors) throws IOException, InterruptedException {
    String[] patterns = {"{u: 1}", "{k: 1}", "{q: 1}", "{u: -1}"};
    int[] counts = {0, 1, 4};
    for (int i = 0; i < counts.length; i++) {
      @Nullable Cost best = null;
      for (int round = 0; round < rounds; round++) {
        String collection = "inserted" + counts[i] + "_" + round;
        for (int index = 0; index < counts[i]; index++) {
          createIndex(collection, patterns[index]);
        }
        Cost cost = insertAll(collection, documents.count() / 5);
        best = best == null ? cost : Cost.cheaper(best, cost);
        run(command -> command.appendString("drop", collection));
      }
      if (best != null) {
        print("insert with " + counts[i] + " indexes, a document", best, floors[i]);
      }
    }
  }

  private void queries(Cost[] floors) throws IOException, InterruptedException {
    Cost point = query("find", (command, random) -> u(command, random, 1), 1);
    print("point", point, floors[4]);
    Cost range = query("find", (command, random) -> u(command, random, RANGE), RANGE);
    print("range of 100", range, floors[5]);
    print("$in of 100", query("find", this::scattered, RANGE), floors[6]);
    print("sort + limit 10 by index", query("find", this::sorted, 10), floors[7]);
    Cost covered =
        query(
            "find",
            (command, random) -> {
              u(command, random, RANGE);
              command.beginDocument("projection").appendInt32("u", 1).appendInt32("_id", 0).end();
            },
            RANGE);
    print("range of 100, covered", covered, floors[8]);
    print("count of 1000, covered", query("count", this::count, -1), floors[9]);
    print("$near, the first 10", query("find", this::near, 10), floors[10]);
    print("$geoNear, the first 10", query("aggregate", this::geoNear, 10), floors[10]);
    print("$text, the best 10", query("find", this::text, 10), floors[11]);
  }

  private void u(DocumentBuilder command, SplittableRandom random, int wanted) {
    int first = random.nextInt(documents.count() - wanted);
    command.appendString("find", COLLECTION).beginDocument("filter").beginDocument("u");
    command.appendInt32("$gte", first).appendInt32("$lt", first + wanted).end().end();
    command.appendInt32("batchSize", RANGE + 1);
  }

  private void scattered(DocumentBuilder command, SplittableRandom random) {
    command.appendString("find", COLLECTION).beginDocument("filter").beginDocument("u");
    command.beginArray("$in");
    int step = documents.count() / RANGE;
    for (int i = 0; i < RANGE; i++) {
      command.appendInt32(command.nextIndex(), i * step + random.nextInt(step));
    }
    command.end().end().end().appendInt32("batchSize", RANGE + 1);
  }

  private void sorted(DocumentBuilder command, SplittableRandom random) {
    command.appendString("find", COLLECTION).beginDocument("filter");
    command.appendInt32("k", random.nextInt(documents.groups())).end();
    command.beginDocument("sort").appendInt32("u", 1).end().appendInt32("limit", 10);
  }

  private void count(DocumentBuilder command, SplittableRandom random) {
    command.appendString("count", COLLECTION).beginDocument("query");
    command.appendInt32("k", random.nextInt(documents.groups())).end();
  }

  private void near(DocumentBuilder command, SplittableRandom random) {
    command.appendString("find", COLLECTION).beginDocument("filter").beginDocument("loc");
    command.beginDocument("$near").beginDocument("$geometry");
    place(command, random).end().end().end().end().appendInt32("limit", 10);
  }

  private void geoNear(DocumentBuilder command, SplittableRandom random) {
    command.appendString("aggregate", COLLECTION).beginArray("pipeline");
    command.beginDocument(command.nextIndex()).beginDocument("$geoNear").beginDocument("near");
    place(command, random).end().appendString("distanceField", "d").end().end();
    command.beginDocument(command.nextIndex()).appendInt32("$limit", 10).end().end();
    command.beginDocument("cursor").end();
  }

  private DocumentBuilder place(DocumentBuilder command, SplittableRandom random) {
    int u = random.nextInt(documents.count());
    command.appendString("type", "Point").beginArray("coordinates");
    command.appendDouble(command.nextIndex(), documents.longitude(u));
    return command.appendDouble(command.nextIndex(), documents.latitude(u)).end();
  }

  private void text(DocumentBuilder command, SplittableRandom random) {
    command.appendString("find", COLLECTION).beginDocument("filter").beginDocument("$text");
    command.appendString("$search", documents.word(random.nextInt(documents.count())));
    command.end().end().beginDocument("sort").beginDocument("score");
    command.appendString("$meta", "textScore").end().end().appendInt32("limit", 10);
  }

  /**
   * Asks the same kind of thing over and over.
   *
   * @param wanted documents of each answer, -1 where it has none
   */
  private Cost query(String what, BiConsumer<DocumentBuilder, SplittableRandom> command, int wanted)
      throws IOException, InterruptedException {
    Load.ClientFactory clients = number -> new Asking(what, command, wanted, number);
    // The compilers' time is not a query's; they come to rest late.
    var _ = load.run(CLIENTS, duration.multipliedBy(WARM_UP), clients);
    Cost best = load.run(CLIENTS, duration, clients);
    for (int round = 1; round < rounds; round++) {
      best = Cost.cheaper(best, load.run(CLIENTS, duration, clients));
    }
    return best;
  }

  private void fill() throws IOException, InterruptedException {
    var _ = insertAll(COLLECTION, documents.count());
  }

  private Cost insertAll(String collection, int count) throws IOException, InterruptedException {
    int[] next = new int[1];
    return load.run(
        1,
        Duration.ofDays(1),
        _ ->
            connection -> {
              int first = next[0];
              int last = Math.min(count, first + BATCH);
              DocumentBuilder insert = new DocumentBuilder(1 << 19);
              insert.appendString("insert", collection).beginArray("documents");
              for (int i = first; i < last; i++) {
                insert.beginDocument(insert.nextIndex()).appendInt32("_id", i);
                documents.append(insert, i);
                insert.end();
              }
              insert.end().appendString("$db", SanityLines.DATABASE);
              if (last > first) {
                var _ = connection.run(DocumentView.of(insert.toBytes()));
              }
              next[0] = last;
              return last - first;
            });
  }

  private Cost build(String pattern) throws IOException, InterruptedException {
    int[] runs = new int[1];
    return load.run(
        1,
        Duration.ofDays(1),
        _ ->
            _ -> {
              if (runs[0]++ > 0) {
                return 0;
              }
              createIndex(COLLECTION, pattern);
              return documents.count();
            });
  }

  private void createIndex(String collection, String pattern) throws IOException {
    run(
        command -> {
          command.appendString("createIndexes", collection).beginArray("indexes");
          command.beginDocument(command.nextIndex());
          command.append("key", BsonDocument.parse(pattern));
          command.appendString("name", pattern).end().end();
        });
  }

  private void run(Consumer<DocumentBuilder> command) throws IOException {
    DocumentBuilder builder = new DocumentBuilder(256);
    command.accept(builder);
    builder.appendString("$db", SanityLines.DATABASE);
    try (FrameClient connection = new FrameClient(server)) {
      var _ = connection.run(DocumentView.of(builder.toBytes()));
    }
  }

  private void print(String what, Cost cost, @Nullable Cost floor) {
    double own = cost.cpuMicros() - (what.contains("a document") ? 0 : pingMicros);
    System.out.printf(
        Locale.ROOT,
        "| %s | %s | %.2f | %s | %.0f | %s | %s |%n",
        storage,
        what,
        cost.cpuMicros(),
        floor == null ? "" : "%.2f".formatted(own),
        cost.perSecond(),
        floor == null ? "" : "%.2f".formatted(floor.cpuMicros()),
        floor == null ? "" : "%.2f".formatted(own / floor.cpuMicros()));
  }
}
