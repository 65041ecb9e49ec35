package dev.meerkat.benchmarks;

import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import java.io.IOException;
import java.time.Duration;
import java.util.SplittableRandom;

/**
 * Inserts, updates and point reads of a collection with more and more indexes. Threads: confined to
 * the main thread, but for the clients of a load.
 */
final class GrowingIndexes {
  private static final String COLLECTION = "indexes";
  private static final int CLIENTS = 4;
  private static final int BATCH = 1_000;

  /** Documents for each number of indexes. */
  private static final int DOCUMENTS = 50_000;

  private static final int SCATTER = 0x9E37_79B1;
  private static final int[] SIZES = {1, 2, 5, 10, 20, 30};

  private final ServerProcess server;
  private final Load load;
  private final int fields;
  private final Duration duration;
  private final Curves curves;

  private GrowingIndexes(ServerProcess server, int fields, Duration duration, Curves curves) {
    this.server = server;
    this.load = server.load();
    this.fields = fields;
    this.duration = duration;
    this.curves = curves;
  }

  static void run(ScaleLines.Setting setting) throws IOException, InterruptedException {
    Curves curves = new Curves(setting.storage(), "indexes beside that of _id", "CPU µs");
    try (ServerProcess server = setting.start("")) {
      GrowingIndexes growing =
          new GrowingIndexes(server, setting.most(), setting.duration(), curves);
      growing.warmUp();
      for (int size : SIZES) {
        if (size <= setting.most()) {
          growing.measure(size);
        }
      }
    }
    curves.draw(setting.pictures(), "indexes");
  }

  private void warmUp() throws IOException, InterruptedException {
    createIndexes(2);
    var _ = insert();
    var _ = load.run(CLIENTS, duration.multipliedBy(3), updating("pad"));
    var _ = load.run(CLIENTS, duration.multipliedBy(2), updating("f0"));
    var _ = load.run(CLIENTS, duration.multipliedBy(2), finding("f1"));
    drop();
  }

  private void measure(int size) throws IOException, InterruptedException {
    createIndexes(size);
    curves.add("insert, 1,000 to a command", size, insert().cpuMicros());
    Cost plain = load.run(CLIENTS, duration, updating("pad"));
    curves.add("update a field of no index", size, plain.cpuMicros());
    Cost indexed = load.run(CLIENTS, duration, updating("f0"));
    curves.add("update a field of one index", size, indexed.cpuMicros());
    Cost find = load.run(CLIENTS, duration, finding("f" + (size - 1)));
    curves.add("find by the last index", size, find.cpuMicros());
    drop();
  }

  private void createIndexes(int size) throws IOException {
    for (int i = 0; i < size; i++) {
      var _ =
          server.run(
              "{createIndexes: '%s', indexes: [{key: {f%d: 1}, name: 'f%d'}], $db: '%s'}"
                  .formatted(COLLECTION, i, i, SanityLines.DATABASE));
    }
  }

  private void drop() throws IOException {
    var _ = server.run("{drop: '%s', $db: '%s'}".formatted(COLLECTION, SanityLines.DATABASE));
  }

  private Cost insert() throws IOException, InterruptedException {
    int[] next = new int[1];
    return load.run(
        1,
        Duration.ofDays(1),
        _ ->
            connection -> {
              if (next[0] == DOCUMENTS) {
                return 0;
              }
              var _ = connection.run(batch(next[0]));
              next[0] += BATCH;
              return BATCH;
            });
  }

  private DocumentView batch(int first) {
    DocumentBuilder insert = new DocumentBuilder(BATCH * 512);
    insert.appendString("insert", COLLECTION).beginArray("documents");
    for (int i = first; i < first + BATCH; i++) {
      insert.beginDocument(insert.nextIndex()).appendInt32("_id", i);
      for (int field = 0; field < fields; field++) {
        insert.appendInt32("f" + field, value(i, field));
      }
      insert.appendInt32("pad", 0).end();
    }
    insert.end().beginDocument("writeConcern").appendInt32("w", 1).end();
    return DocumentView.of(insert.appendString("$db", SanityLines.DATABASE).toBytes());
  }

  private static int value(int id, int field) {
    return id * SCATTER + field;
  }

  private Load.ClientFactory updating(String field) {
    return number ->
        new Asking(
            "update",
            (command, random) -> {
              command.appendString("update", COLLECTION).beginArray("updates");
              command.beginDocument(command.nextIndex());
              command.beginDocument("q").appendInt32("_id", random.nextInt(DOCUMENTS)).end();
              command.beginDocument("u").beginDocument("$inc").appendInt32(field, 1).end().end();
              command.end().end();
              command.beginDocument("writeConcern").appendInt32("w", 1).end();
            },
            answer -> Asking.isOk(answer) && Target.n(answer) == 1,
            number);
  }

  private static Load.ClientFactory finding(String field) {
    int number = Integer.parseInt(field.substring(1));
    return client ->
        new Asking(
            "find",
            (DocumentBuilder command, SplittableRandom random) -> {
              command.appendString("find", COLLECTION).beginDocument("filter");
              command.appendInt32(field, value(random.nextInt(DOCUMENTS), number)).end();
              command.appendInt32("limit", 1);
            },
            -1,
            client);
  }
}
