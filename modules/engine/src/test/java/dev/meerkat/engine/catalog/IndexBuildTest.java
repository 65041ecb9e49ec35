package dev.meerkat.engine.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.meerkat.engine.CurrentOp;
import dev.meerkat.engine.EngineFixture;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.collection.FindRequest;
import dev.meerkat.spi.ServerException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Indexes that are built while others write. */
final class IndexBuildTest extends EngineFixture {
  private static final int DOCUMENTS = 5_000;

  @AfterEach
  void close() {
    closeEngine();
  }

  @Test
  void anIndexIsRightThoughDocumentsChangeWhileItIsBuilt() throws Exception {
    fill();
    AtomicBoolean built = new AtomicBoolean();
    List<CompletableFuture<Void>> writers = new ArrayList<>();
    long seed = new Random().nextLong();
    for (int writer = 0; writer < 3; writer++) {
      Random random = new Random(seed + writer);
      writers.add(CompletableFuture.runAsync(() -> writeUntil(built, random)));
    }
    createIndex("{key: {a: 1, b: -1}, name: 'ab'}");
    createIndex("{key: {c: 1}, name: 'c', sparse: true}");
    built.set(true);
    for (CompletableFuture<Void> writer : writers) {
      writer.get(60, TimeUnit.SECONDS);
    }
    checkConsistent();
    for (int a = 0; a < 10; a++) {
      String filter = "{a: " + a + "}";
      assertEquals(found(filter, "{$natural: 1}"), found(filter, "'ab'"), "seed " + seed);
    }
  }

  @Test
  void aUniqueIndexIsNotMadeWhereKeysAreShared() {
    fill();
    ServerException refused =
        assertThrows(
            ServerException.class, () -> createIndex("{key: {a: 1}, name: 'a', unique: true}"));
    assertEquals(11000, refused.code().number());
    try (var operation = begin()) {
      assertEquals(1, engine.indexes().list(NS).size());
      operation.checkInterrupted();
    }
    checkConsistent();
    createIndex("{key: {a: 1}, name: 'a'}");
    checkConsistent();
  }

  /** Writers wait for a slice at most; who looks on sees how far the build is, and may end it. */
  @Test
  void aBuildIsShownWithItsProgressAndCanBeKilled() throws Exception {
    fill();
    AtomicBoolean ended = new AtomicBoolean();
    CompletableFuture<ServerException> build =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                while (true) {
                  createIndex("{key: {a: 1, b: 1, c: 1}, name: 'abc'}");
                  dropIndex("abc");
                }
              } catch (ServerException e) {
                return e;
              } finally {
                ended.set(true);
              }
            });
    List<CurrentOp.Progress> seen = new ArrayList<>();
    while (!ended.get()) {
      for (Operation operation : engine.operations().active()) {
        CurrentOp.Progress progress = operation.current().progress();
        if (progress != null && isAmidstItsScan(progress)) {
          insert("{_id: 'written during build " + seen.size() + "', a: 1}");
          seen.add(progress);
          engine.operations().kill(operation.opid());
        }
      }
      Thread.onSpinWait();
    }
    ServerException killed = build.get(60, TimeUnit.SECONDS);
    assertEquals(11601, killed.code().number(), killed.getMessage());
    assertEquals(DOCUMENTS, seen.getFirst().total());
    try (var operation = begin()) {
      List<String> names =
          engine.indexes().list(NS).stream()
              .map(spec -> spec.getString("name").getValue())
              .toList();
      assertEquals(List.of("_id_"), names);
      operation.checkInterrupted();
    }
    checkConsistent();
  }

  /** Other parts of a build count entries, and not documents. */
  private static boolean isAmidstItsScan(CurrentOp.Progress progress) {
    return progress.message().equals("Index Build: scanning collection")
        && progress.done() > 0
        && progress.done() < DOCUMENTS;
  }

  private void dropIndex(String name) {
    try (var operation = begin()) {
      engine.indexes().drop(operation, NS, new BsonString(name));
    }
  }

  private void fill() {
    for (int i = 0; i < DOCUMENTS; i += 500) {
      String[] documents = new String[500];
      for (int j = 0; j < documents.length; j++) {
        int id = i + j;
        documents[j] = "{_id: " + id + ", a: " + id % 10 + ", b: [" + id % 7 + ", " + id % 3 + "]}";
      }
      insert(documents);
    }
  }

  private void writeUntil(AtomicBoolean built, Random random) {
    while (!built.get()) {
      int id = random.nextInt(DOCUMENTS * 2);
      switch (random.nextInt(3)) {
        case 0 -> update("{_id: " + id + "}", "{$set: {a: " + id % 10 + ", c: 1}}", false, true);
        case 1 -> update("{_id: " + id + "}", "{$set: {b: " + id % 5 + "}}", false, false);
        default -> delete("{_id: " + id + "}", true);
      }
    }
  }

  private List<BsonDocument> found(String filter, String hint) {
    BsonDocument parsed = doc("{hint: " + hint + "}");
    FindRequest all = FindRequest.of(NS, doc(filter));
    return find(
        new FindRequest(
            NS,
            doc(filter),
            new BsonDocument("_id", doc("{x: 1}").get("x")),
            null,
            parsed.get("hint") instanceof BsonString name ? name : parsed.get("hint"),
            0,
            0,
            -1,
            false,
            null,
            null,
            true,
            all.options()));
  }
}
