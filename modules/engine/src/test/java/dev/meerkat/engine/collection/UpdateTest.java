package dev.meerkat.engine.collection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.engine.EngineFixture;
import dev.meerkat.engine.Operation;
import java.util.List;
import java.util.UUID;
import org.bson.BsonInt32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class UpdateTest extends EngineFixture {
  @AfterEach
  void close() {
    closeEngine();
  }

  @Test
  void oneDocumentIsChanged() {
    insert("{_id: 1, a: 1}", "{_id: 2, a: 1}");
    BatchOutcome outcome = update("{a: 1}", "{$set: {b: 'x'}}", false, false);
    assertEquals(1, outcome.n());
    assertEquals(1, outcome.modified());
    assertEquals(List.of(doc("{_id: 1, a: 1, b: 'x'}"), doc("{_id: 2, a: 1}")), find("{}"));
    assertEquals(0, update("{_id: 1}", "{$set: {b: 'x'}}", false, false).modified());
    checkConsistent();
  }

  @Test
  void allDocumentsAreChangedOnceThoughTheyMoveInTheirIndex() {
    for (int i = 0; i < 600; i++) {
      insert("{_id: " + i + ", a: " + i + "}");
    }
    createIndex("{key: {a: 1}, name: 'a_1'}");
    BatchOutcome outcome = update("{a: {$gte: 0}}", "{$inc: {a: 10000}}", true, false);
    assertEquals(600, outcome.n());
    assertEquals(600, outcome.modified());
    assertEquals(600, find("{a: {$gte: 10000, $lt: 10600}}").size());
    checkConsistent();
  }

  /** Indexes on other fields are not looked at; those that a change concerns are kept right. */
  @Test
  void indexesFollowEveryKindOfPath() {
    createIndex("{key: {a: 1}, name: 'a'}");
    createIndex("{key: {'a.b': 1, c: -1}, name: 'ab'}");
    createIndex("{key: {'a.0': 1}, name: 'a0'}");
    createIndex("{key: {d: 1}, name: 'd', partialFilterExpression: {e: 1}}");
    insert("{_id: 1, a: {b: 1}, c: 1, d: 1, e: 1, h: 1}");
    for (String change :
        List.of(
            "{$set: {z: 1}}",
            "{$set: {'a.b': 2}}",
            "{$inc: {c: 1}}",
            "{$set: {'a.b': [1, 2]}}",
            "{$push: {'a.b': 3}}",
            "{$set: {'a.b.1': 7}}",
            "{$unset: {e: 1}}",
            "{$set: {e: 1}}",
            "{$rename: {d: 'g.f'}}",
            "{$rename: {c: 'd'}}",
            "{$set: {a: [{b: 1}, {b: 2}]}}",
            "{$inc: {'a.$[].b': 1}}",
            "{$set: {h: 'x'}, $unset: {a: 1}}",
            "{a: 5, d: 6, e: 1}")) {
      assertEquals(1, update("{_id: 1}", change, false, false).modified(), change);
      checkConsistent();
    }
  }

  @Test
  void upsertInsertsWhereNothingMatches() {
    BatchOutcome outcome = update("{_id: 5}", "{$set: {a: 1}}", false, true);
    assertEquals(1, outcome.n());
    assertEquals(new BsonInt32(5), outcome.upserted().getFirst().id());
    assertEquals(List.of(doc("{_id: 5, a: 1}")), find("{}"));
    assertTrue(update("{_id: 5}", "{$set: {a: 2}}", false, true).upserted().isEmpty());
  }

  @Test
  void manyUpsertsOfOneKeyMakeOneDocument() throws InterruptedException {
    createIndex("{key: {k: 1}, name: 'k_1', unique: true}");
    Thread[] threads = new Thread[4];
    for (int w = 0; w < threads.length; w++) {
      threads[w] =
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int i = 0; i < 100; i++) {
                      update("{k: " + i % 10 + "}", "{$inc: {n: 1}}", false, true);
                    }
                  });
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(10, find("{}").size());
    assertEquals(10, find("{n: 40}").size());
    checkConsistent();
  }

  @Test
  void updateIntoATakenKeyIsRefusedAndChangesNothing() {
    createIndex("{key: {k: 1}, name: 'k_1', unique: true}");
    insert("{_id: 1, k: 1}", "{_id: 2, k: 2}");
    BatchOutcome outcome = update("{_id: 2}", "{$set: {k: 1}}", false, false);
    assertEquals(11000, outcome.errors().getFirst().code().number());
    assertEquals(List.of(doc("{_id: 2, k: 2}")), find("{k: 2}"));
    checkConsistent();
  }

  @Test
  void retriedUpdateIsDoneOnce() {
    insert("{_id: 1, n: 0}");
    UUID session = UUID.randomUUID();
    for (int attempt = 0; attempt < 3; attempt++) {
      try (Operation operation = begin(session, 7)) {
        BatchOutcome outcome =
            engine
                .writes()
                .update(operation, updateRequest("{_id: 1}", "{$inc: {n: 1}}", false, false));
        assertEquals(1, outcome.n());
        assertEquals(1, outcome.modified());
      }
    }
    assertEquals(List.of(doc("{_id: 1, n: 1}")), find("{}"));
  }
}
