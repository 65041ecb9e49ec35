package dev.meerkat.crash;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReplaceOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Kills a server again and again while it builds two indexes of a collection that somebody writes
 * to. After each start the indexes are both there and complete, or both gone, and everything that
 * was acknowledged is there. Ends with an exception at the first difference. Threads: a builder;
 * the writer is the main thread.
 */
public final class IndexBuildRounds {
  private static final String DATABASE = "crash";
  private static final int DOCUMENTS = 40_000;
  private static final int BATCH = 4_000;
  private static final Set<String> BUILT = Set.of("u_1", "k_1_tags_-1");

  private final Rounds rounds;
  private final Path folder;

  /** The {@code k} of each document that the writer has changed, null where it has none. */
  private final Map<Integer, @Nullable Integer> written = new TreeMap<>();

  private int longestMillis = 1_000;

  private IndexBuildRounds(Rounds rounds) throws IOException {
    this.rounds = rounds;
    this.folder = Files.createDirectories(rounds.folder().resolve("builds"));
  }

  /** Takes the path of {@code ./meerkat}, the storage, an empty folder, rounds and a seed. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Rounds rounds = Rounds.of(arguments);
    try {
      new IndexBuildRounds(rounds).run();
    } catch (RuntimeException e) {
      System.err.println(rounds.storage() + ": index builds: FAILED: " + rounds.replay("--builds"));
      throw e;
    }
  }

  private void run() throws IOException, InterruptedException {
    ServerProcess server = ServerProcess.start(rounds.script(), rounds.storage(), folder);
    try {
      fill(server);
      int finished = 0;
      for (int round = 1; round <= rounds.rounds(); round++) {
        Random random = rounds.random(round);
        int writes = buildAndKill(server, random);
        server = ServerProcess.start(rounds.script(), rounds.storage(), folder);
        boolean isThere = check(server);
        finished += isThere ? 1 : 0;
        System.out.printf(
            "%s: index builds round %d of %d: killed after %d writes beside the build; the indexes"
                + " are %s%n",
            rounds.storage(), round, rounds.rounds(), writes, isThere ? "complete" : "gone");
      }
      System.out.printf(
          "%s: index builds: %d of %d were complete%n",
          rounds.storage(), finished, rounds.rounds());
    } finally {
      server.close();
    }
  }

  private void fill(ServerProcess server) {
    try (MongoClient client = MongoClients.create(server.connectionString())) {
      MongoCollection<Document> collection = collection(client);
      for (int start = 0; start < DOCUMENTS; start += BATCH) {
        List<Document> batch = new ArrayList<>();
        for (int id = start; id < start + BATCH; id++) {
          batch.add(document(id, id % 100));
        }
        var _ = collection.insertMany(batch);
      }
      long began = System.nanoTime();
      build(collection);
      longestMillis = (int) ((System.nanoTime() - began) / 1_000_000) * 3 / 2;
      BUILT.forEach(collection::dropIndex);
    }
  }

  private static Document document(int id, int k) {
    return new Document("_id", id)
        .append("u", (int) (id * 2_654_435_761L % 1_000_003))
        .append("k", k)
        .append("tags", List.of(id % 7, id % 3));
  }

  private static void build(MongoCollection<Document> collection) {
    var _ =
        collection.createIndexes(
            List.of(
                new IndexModel(Indexes.ascending("u"), new IndexOptions().unique(true)),
                new IndexModel(
                    Indexes.compoundIndex(Indexes.ascending("k"), Indexes.descending("tags")))));
  }

  /** Answers how many writes were acknowledged meanwhile. */
  private int buildAndKill(ServerProcess server, Random random) throws InterruptedException {
    int writes = 0;
    try (MongoClient client = MongoClients.create(server.connectionString())) {
      MongoCollection<Document> collection = collection(client);
      Thread builder = Thread.ofPlatform().start(() -> buildUntilKilled(collection));
      long end = System.nanoTime() + random.nextInt(longestMillis) * 1_000_000L;
      while (System.nanoTime() < end) {
        write(collection, random);
        writes++;
      }
      server.kill();
      builder.join();
    }
    return writes;
  }

  private static void buildUntilKilled(MongoCollection<Document> collection) {
    try {
      build(collection);
    } catch (MongoException _) {
      // The server has died, as it was to.
    }
  }

  private void write(MongoCollection<Document> collection, Random random) {
    int id = random.nextInt(DOCUMENTS * 2);
    if (random.nextInt(3) == 0) {
      var _ = collection.deleteOne(Filters.eq(id));
      written.put(id, null);
    } else {
      int k = random.nextInt(100);
      var _ =
          collection.replaceOne(Filters.eq(id), document(id, k), new ReplaceOptions().upsert(true));
      written.put(id, k);
    }
  }

  /** Answers whether the indexes are there. */
  private boolean check(ServerProcess server) {
    try (MongoClient client = MongoClients.create(server.connectionString())) {
      MongoCollection<Document> collection = collection(client);
      Set<String> names = new HashSet<>();
      collection.listIndexes().forEach(index -> names.add(index.getString("name")));
      require(names.remove("_id_"), "there is no _id index: " + names);
      boolean isThere = names.equals(BUILT);
      require(isThere || names.isEmpty(), "some indexes are there: " + names);
      Document report =
          client
              .getDatabase(DATABASE)
              .runCommand(new Document("validate", "documents").append("full", true));
      require(report.getBoolean("valid"), report.toJson());
      int count = checkDocuments(collection);
      require(collection.estimatedDocumentCount() == count, "the count is not " + count);
      Document statistics =
          client.getDatabase(DATABASE).runCommand(new Document("collStats", "documents"));
      require(statistics.getInteger("count") == count, "collStats: " + statistics.toJson());
      require(
          statistics.get("indexSizes", Document.class).size() == (isThere ? 3 : 1),
          "collStats: " + statistics.toJson());
      if (isThere) {
        long indexed = collection.countDocuments(Filters.gte("u", 0));
        require(indexed == count, "the index has " + indexed + ", not " + count);
        BUILT.forEach(collection::dropIndex);
      } else {
        build(collection);
        BUILT.forEach(collection::dropIndex);
      }
      return isThere;
    }
  }

  private int checkDocuments(MongoCollection<Document> collection) {
    int count = 0;
    Set<Integer> missing = new HashSet<>();
    written.forEach(
        (id, k) -> {
          if (k != null) {
            missing.add(id);
          }
        });
    for (Document document : collection.find()) {
      int id = document.getInteger("_id");
      int k = written.containsKey(id) ? Objects.requireNonNullElse(written.get(id), -1) : id % 100;
      require(
          document.equals(document(id, k)), () -> "there is %s, not k: %d".formatted(document, k));
      missing.remove(id);
      count++;
    }
    require(missing.isEmpty(), "acknowledged, and not there: " + missing);
    return count;
  }

  private static MongoCollection<Document> collection(MongoClient client) {
    return client.getDatabase(DATABASE).getCollection("documents");
  }

  private static void require(boolean holds, String text) {
    if (!holds) {
      throw new IllegalStateException(text);
    }
  }

  private static void require(boolean holds, Supplier<String> text) {
    if (!holds) {
      throw new IllegalStateException(text.get());
    }
  }
}
