package dev.meerkat.crash;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Indexes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.bson.Document;

/**
 * Fills a server from several threads, kills it during the last batches, starts it again, and
 * compares what it has with what it had acknowledged. Ends with an exception at the first
 * difference. Threads: writers of its own; the rest is the main thread.
 */
public final class CrashCheck {
  private static final String DATABASE = "crash";
  private static final int WRITERS = 4;

  /** The server dies when all batches but these are acknowledged. */
  private static final int LAST_BATCHES = 2 * WRITERS;

  private final Path script;
  private final String storage;
  private final Path folder;
  private final Batches batches;

  private CrashCheck(Path script, String storage, Path folder, Batches batches) {
    this.script = script;
    this.storage = storage;
    this.folder = folder;
    this.batches = batches;
  }

  /** Takes the path of {@code ./meerkat}, the storage, an empty folder, and how many documents. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    new CrashCheck(
            Path.of(arguments[0]),
            arguments[1],
            Path.of(arguments[2]),
            new Batches(Integer.parseInt(arguments[3])))
        .run();
  }

  private void run() throws IOException, InterruptedException {
    double documentsPerSecond = fillAndKill();
    long began = System.nanoTime();
    try (ServerProcess server = ServerProcess.start(script, storage, folder);
        MongoClient client = connect(server)) {
      MongoCollection<Document> collection = collection(client);
      long ready = millisSince(began);
      long estimate = collection.estimatedDocumentCount();
      long answered = millisSince(began);
      Findings findings = new Findings(batches, client.getDatabase(DATABASE), collection);
      int kept = findings.check(estimate);
      long checked = millisSince(began) - answered;
      complete(collection, findings);
      System.out.printf(
          Locale.ROOT,
          "%s: %d documents at %.0f documents/s (w: majority, %d writers, 1 index beside _id);"
              + " killed with %d of %d batches acknowledged; started again in %d ms, first answer"
              + " after %d ms; %d documents kept, all acknowledged ones among them, checked in %d"
              + " ms%n",
          storage,
          batches.documents(),
          documentsPerSecond,
          WRITERS,
          batches.acknowledgedCount(),
          batches.count(),
          ready,
          answered,
          kept,
          checked);
    }
  }

  private double fillAndKill() throws IOException, InterruptedException {
    try (ServerProcess server = ServerProcess.start(script, storage, folder);
        MongoClient client = connect(server)) {
      MongoCollection<Document> collection = collection(client);
      collection.createIndex(Indexes.ascending("u"));
      CountDownLatch nearlyDone = new CountDownLatch(batches.count() - LAST_BATCHES);
      AtomicReference<MongoException> failure = new AtomicReference<>();
      long began = System.nanoTime();
      List<Thread> writers = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        writers.add(Thread.ofPlatform().start(() -> write(collection, nearlyDone, failure)));
      }
      nearlyDone.await();
      double seconds = (System.nanoTime() - began) / 1e9;
      if (failure.get() != null) {
        throw new IllegalStateException(
            "a write failed before the server was killed", failure.get());
      }
      double documentsPerSecond = batches.acknowledgedCount() * (double) Batches.SIZE / seconds;
      server.kill();
      for (Thread writer : writers) {
        writer.join();
      }
      if (batches.acknowledgedCount() == batches.count()) {
        throw new IllegalStateException("the server was killed too late: nothing was under way");
      }
      return documentsPerSecond;
    }
  }

  /** Inserts batch after batch until the server is gone. */
  private void write(
      MongoCollection<Document> collection,
      CountDownLatch nearlyDone,
      AtomicReference<MongoException> failure) {
    try {
      for (int batch = batches.take(); batch >= 0; batch = batches.take()) {
        collection.insertMany(batches.documentsOf(batch));
        batches.acknowledge(batch);
        nearlyDone.countDown();
      }
    } catch (MongoException e) {
      if (nearlyDone.getCount() > 0) {
        failure.set(e);
        while (nearlyDone.getCount() > 0) {
          nearlyDone.countDown();
        }
      }
    }
  }

  /** What the crash took goes in again: the server takes writes as if nothing had happened. */
  private void complete(MongoCollection<Document> collection, Findings findings) {
    List<Document> missing = findings.missing();
    if (!missing.isEmpty()) {
      collection.insertMany(missing);
    }
    Findings.require(
        collection.countDocuments() == batches.documents(),
        () -> "what was missing was not inserted");
  }

  private static MongoClient connect(ServerProcess server) {
    return MongoClients.create(
        MongoClientSettings.builder()
            .applyConnectionString(new ConnectionString(server.connectionString()))
            // Who lost the server gives up soon: it does not come back at this address.
            .applyToClusterSettings(cluster -> cluster.serverSelectionTimeout(2, TimeUnit.SECONDS))
            .build());
  }

  private static MongoCollection<Document> collection(MongoClient client) {
    return client
        .getDatabase(DATABASE)
        .getCollection("documents")
        .withWriteConcern(WriteConcern.MAJORITY);
  }

  private static long millisSince(long nanos) {
    return (System.nanoTime() - nanos) / 1_000_000;
  }
}
