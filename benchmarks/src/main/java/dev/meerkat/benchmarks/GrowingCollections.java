package dev.meerkat.benchmarks;

import dev.meerkat.spi.DocumentBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.BsonDocument;

/**
 * More and more collections of one document each: making them, using any of them, listing them all.
 * Threads: confined to the main thread, but for the clients of a load.
 */
final class GrowingCollections {
  private static final int CLIENTS = 4;
  private static final int BY_TEN = 10;
  private static final int STEPS = 4;

  private final ServerProcess server;
  private final Load load;
  private final Duration duration;
  private final Curves curves;
  private final AtomicInteger ids = new AtomicInteger(1);
  private int count;

  private GrowingCollections(ServerProcess server, Duration duration, Curves curves) {
    this.server = server;
    this.load = server.load();
    this.duration = duration;
    this.curves = curves;
  }

  static void run(ScaleLines.Setting setting) throws IOException, InterruptedException {
    Curves curves = new Curves(setting.storage(), "collections", "CPU µs");
    try (ServerProcess server = setting.start("")) {
      new GrowingCollections(server, setting.duration(), curves).grow(setting.most());
    }
    try (ServerProcess server = setting.start("")) {
      curves.print("start to the first ping", setting.most(), server.startMillis(), "ms");
    }
    curves.draw(setting.pictures(), "collections");
  }

  private void grow(int most) throws IOException, InterruptedException {
    int size = most;
    for (int i = 1; i < STEPS; i++) {
      size = Math.max(1, size / BY_TEN);
    }
    var _ = create(size);
    var _ = load.run(CLIENTS, duration.multipliedBy(3), finding());
    var _ = load.run(CLIENTS, duration.multipliedBy(3), inserting());
    for (; size <= most; size *= BY_TEN) {
      measure(size);
    }
  }

  private void measure(int size) throws IOException, InterruptedException {
    if (size > count) {
      curves.add("make one", size, create(size).cpuMicros());
    }
    curves.add("find in any", size, load.run(CLIENTS, duration, finding()).cpuMicros());
    curves.add("insert into any", size, load.run(CLIENTS, duration, inserting()).cpuMicros());
    long begin = System.nanoTime();
    BsonDocument _ =
        server.run("{listCollections: 1, nameOnly: true, $db: '" + SanityLines.DATABASE + "'}");
    curves.print("list them, the first batch", size, (System.nanoTime() - begin) / 1e6, "ms");
    curves.print("memory", size, server.residentMegabytes(), "MB");
  }

  /** Inserts the first document of each. */
  private Cost create(int size) throws IOException, InterruptedException {
    return load.run(
        1,
        Duration.ofDays(1),
        _ -> {
          Asking asking = new Asking("make", this::first, Asking::isOk, 0);
          return connection -> count < size ? asking.step(connection) : 0;
        });
  }

  private void first(DocumentBuilder command, SplittableRandom random) {
    insert(command, count++, 0);
  }

  private Load.ClientFactory inserting() {
    return number ->
        new Asking(
            "insert",
            (command, random) -> insert(command, random.nextInt(count), ids.getAndIncrement()),
            Asking::isOk,
            number);
  }

  private Load.ClientFactory finding() {
    return number ->
        new Asking(
            "find",
            (command, random) -> {
              command.appendString("find", "c" + random.nextInt(count));
              command.beginDocument("filter").appendInt32("_id", 0).end().appendInt32("limit", 1);
            },
            1,
            number);
  }

  private static void insert(DocumentBuilder command, int collection, int id) {
    command.appendString("insert", "c" + collection).beginArray("documents");
    command.beginDocument(command.nextIndex()).appendInt32("_id", id).end().end();
    command.beginDocument("writeConcern").appendInt32("w", 1).end();
  }
}
