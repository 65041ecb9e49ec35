package dev.meerkat.engine.collection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.engine.EngineFixture;
import dev.meerkat.engine.Operation;
import dev.meerkat.spi.DocumentView;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.bson.BsonTimestamp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class InsertTest extends EngineFixture {
  @AfterEach
  void close() {
    closeEngine();
  }

  @Test
  void insertedDocumentsAreFoundInTheirOrder() {
    assertEquals(2, insert("{_id: 1, a: 'x'}", "{_id: 2, a: 'y'}").n());
    assertEquals(List.of(doc("{_id: 1, a: 'x'}"), doc("{_id: 2, a: 'y'}")), find("{}"));
    assertEquals(List.of(doc("{_id: 2, a: 'y'}")), find("{_id: 2}"));
    assertEquals(List.of(doc("{_id: 2, a: 'y'}")), find("{a: 'y'}"));
    checkConsistent();
  }

  @Test
  void idIsMadeAndStandsFirst() {
    insert("{a: 1}", "{b: 1, _id: 7}");
    List<BsonDocument> found = find("{}");
    assertEquals("_id", found.get(0).getFirstKey());
    assertTrue(found.get(0).isObjectId("_id"));
    assertEquals("_id", found.get(1).getFirstKey());
  }

  @Test
  void eachEmptyTimestampOfADocumentGetsATimeOfItsOwnButTheId() {
    String empty = "{$timestamp: {t: 0, i: 0}}";
    insert(
        "{_id: %s, x: %s, y: %s, z: {a: %s}}".formatted(empty, empty, empty, empty),
        "{_id: 2, x: %s}".formatted(empty));
    List<BsonDocument> found = find("{}");
    BsonTimestamp none = new BsonTimestamp();
    assertEquals(none, found.get(0).get("_id"));
    assertEquals(none, found.get(0).getDocument("z").get("a"));
    assertEquals(
        4,
        Set.of(
                none,
                found.get(0).getTimestamp("x"),
                found.get(0).getTimestamp("y"),
                found.get(1).getTimestamp("x"))
            .size());
    BsonTimestamp last = found.get(1).getTimestamp("x");
    assertTrue(engine.clock().lastCommitted().compareTo(last) > 0);
  }

  @Test
  void duplicateIdEndsAnOrderedBatchAndIsReportedAsMongoDbDoes() {
    BatchOutcome outcome = insert("{_id: 1}", "{_id: 1}", "{_id: 2}");
    assertEquals(1, outcome.n());
    WriteError error = outcome.errors().getFirst();
    assertEquals(1, error.index());
    assertEquals(11000, error.code().number());
    assertEquals(
        "E11000 duplicate key error collection: test.things index: _id_ dup key: { _id: 1 }",
        error.message());
    assertEquals(
        doc("{index: 1, code: 11000, keyPattern: {_id: 1}, keyValue: {_id: 1}}"),
        without(error.toBson(), "errmsg"));
    assertEquals(1, find("{}").size());
  }

  @Test
  void unorderedBatchGoesOnAfterAFailure() {
    BatchOutcome outcome;
    try (Operation operation = begin()) {
      outcome =
          engine
              .writes()
              .insert(
                  operation,
                  insertRequest(false, "{_id: 1}", "{_id: [1]}", "{_id: 1}", "{_id: 2}"));
    }
    assertEquals(2, outcome.n());
    assertEquals(
        List.of(53, 11000), outcome.errors().stream().map(each -> each.code().number()).toList());
    assertEquals(List.of(1, 2), outcome.errors().stream().map(WriteError::index).toList());
    checkConsistent();
  }

  @Test
  void retriedInsertIsDoneOnce() {
    UUID session = UUID.randomUUID();
    for (int attempt = 0; attempt < 2; attempt++) {
      try (Operation operation = begin(session, 1)) {
        BatchOutcome outcome =
            engine.writes().insert(operation, insertRequest(true, "{a: 1}", "{a: 2}"));
        assertEquals(2, outcome.n());
        assertEquals(attempt == 0 ? List.of() : List.of(0, 1), outcome.retriedStatements());
      }
    }
    assertEquals(2, find("{}").size());
    try (Operation operation = begin(session, 2)) {
      assertEquals(1, engine.writes().insert(operation, insertRequest(true, "{a: 3}")).n());
    }
    assertEquals(3, find("{}").size());
  }

  @Test
  void largeBatchIsInsertedInSeveralTurns() {
    List<DocumentView> documents =
        IntStream.range(0, 2_500).mapToObj(i -> DocumentView.of(doc("{_id: " + i + "}"))).toList();
    try (Operation operation = begin()) {
      BatchOutcome outcome =
          engine
              .writes()
              .insert(
                  operation,
                  new InsertRequest(NS, documents, true, new int[0], null, false, false));
      assertEquals(2_500, outcome.n());
    }
    assertEquals(2_500, find("{}").size());
    checkConsistent();
  }

  @Test
  void uniqueIndexHoldsAgainstManyWriters() throws InterruptedException {
    createIndex("{key: {k: 1}, name: 'k_1', unique: true}");
    int writers = 4;
    int keys = 200;
    Thread[] threads = new Thread[writers];
    for (int w = 0; w < writers; w++) {
      threads[w] =
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int k = 0; k < keys; k++) {
                      insert("{k: " + k + "}");
                    }
                  });
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(keys, find("{}").size());
    checkConsistent();
  }

  private static BsonDocument without(BsonDocument document, String field) {
    document.remove(field);
    return document;
  }
}
