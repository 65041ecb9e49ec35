package dev.meerkat.engine.oplog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.collection.FindRequest;
import dev.meerkat.engine.collection.InsertRequest;
import dev.meerkat.spi.DocumentView;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonTimestamp;
import org.bson.UuidRepresentation;
import org.junit.jupiter.api.Test;

/** What is written to the oplog, entry by entry. */
final class OplogTest extends OplogFixture {
  @Test
  void anInsertMakesTheCollectionAndTellsTheDocument() {
    List<BsonDocument> entries = entriesOf(() -> insert("{_id: 1, a: 'x'}"));
    assertEquals(2, entries.size());
    assertEquals(
        doc(
            "{op: 'c', ns: 'test.$cmd', o: {create: 'things', idIndex:"
                + " {v: 2, key: {_id: 1}, name: '_id_'}}}"),
        told(entries.get(0)));
    BsonDocument entry = entries.get(1);
    assertEquals(
        List.of("op", "ns", "ui", "o", "o2", "ts", "t", "v", "wall"), List.copyOf(entry.keySet()));
    assertEquals(
        doc("{op: 'i', ns: 'test.things', o: {_id: 1, a: 'x'}, o2: {_id: 1}}"), told(entry));
    assertEquals(uuid(NS), entry.get("ui"));
    assertEquals(uuid(NS), entries.get(0).get("ui"));
    assertEquals(1, entry.getInt64("t").getValue());
    assertEquals(2, entry.getInt64("v").getValue());
    assertEquals(ticker.wallMillis(), entry.getDateTime("wall").getValue());
    assertEquals(engine.clock().lastCommitted(), entry.getTimestamp("ts"));
    assertEquals(engine.oplog().newest(), entry.getTimestamp("ts"));
  }

  @Test
  void documentsInsertedTogetherShareAnEntry() {
    insert("{_id: 0}");
    BsonDocument entry = entryOf(() -> insert("{_id: 1}", "{_id: 2}", "{_id: 3}"));
    assertEquals("admin.$cmd", entry.getString("ns").getValue());
    assertFalse(entry.containsKey("ui"));
    BsonArray operations = entry.getDocument("o").getArray("applyOps");
    assertEquals(3, operations.size());
    BsonDocument second = operations.get(1).asDocument();
    assertEquals(List.of("op", "ns", "ui", "o", "o2"), List.copyOf(second.keySet()));
    assertEquals(doc("{op: 'i', ns: 'test.things', o: {_id: 2}, o2: {_id: 2}}"), told(second));
    assertEquals(uuid(NS), second.get("ui"));
  }

  @Test
  void whatFailsIsNotTold() {
    insert("{_id: 1}");
    BsonDocument entry =
        entryOf(
            () -> {
              try (Operation operation = begin()) {
                var _ =
                    engine.writes().insert(operation, insertRequest(false, "{_id: 1}", "{_id: 2}"));
              }
            });
    assertEquals(doc("{op: 'i', ns: 'test.things', o: {_id: 2}, o2: {_id: 2}}"), told(entry));
    assertEquals(List.of(), entriesOf(() -> insert("{_id: 1}")));
    assertEquals(List.of(), entriesOf(() -> update("{_id: 9}", "{$set: {a: 1}}", false, false)));
    assertEquals(List.of(), entriesOf(() -> delete("{_id: 9}", true)));
  }

  @Test
  void operatorsAreToldAsDifferencesOfTheirPaths() {
    insert("{_id: 1, n: 1, gone: 1, in: {a: 1, b: 1}, all: {a: 1, b: 1}, list: [1, {x: 1}, 3]}");
    BsonDocument entry =
        entryOf(
            () ->
                update(
                    "{_id: 1}",
                    "{$inc: {n: 1}, $unset: {gone: 1}, $set: {'in.a': 2, all: {a: 2, b: 1},"
                        + " 'list.1.x': 2, fresh: 1}}",
                    false,
                    false));
    assertEquals(
        doc(
            "{op: 'u', ns: 'test.things', o: {$v: 2, diff: {d: {gone: false},"
                + " u: {n: 2, all: {a: 2, b: 1}}, i: {fresh: 1}, sin: {u: {a: 2}},"
                + " slist: {a: true, s1: {u: {x: 2}}}}}, o2: {_id: 1}}"),
        told(entry));
    assertEquals(
        List.of("op", "ns", "ui", "o", "o2", "ts", "t", "v", "wall"), List.copyOf(entry.keySet()));
  }

  @Test
  void arraysAreToldByWhatIsAddedOrAsAWhole() {
    insert("{_id: 1, a: [1, 2], b: [1, 2]}");
    BsonDocument pushed =
        entryOf(() -> update("{_id: 1}", "{$push: {a: {$each: [3, 4]}}}", false, false));
    assertEquals(doc("{$v: 2, diff: {sa: {a: true, u2: 3, u3: 4}}}"), pushed.getDocument("o"));
    BsonDocument pulled = entryOf(() -> update("{_id: 1}", "{$pull: {b: 1}}", false, false));
    assertEquals(doc("{$v: 2, diff: {u: {b: [2]}}}"), pulled.getDocument("o"));
  }

  @Test
  void replacementsAreToldWhole() {
    insert("{_id: 1, a: 1, b: 2, c: 3}");
    BsonDocument entry = entryOf(() -> update("{_id: 1}", "{a: 1, b: 3}", false, false));
    assertEquals(
        doc("{op: 'u', ns: 'test.things', o: {_id: 1, a: 1, b: 3}, o2: {_id: 1}}"), told(entry));
  }

  @Test
  void anUpsertIsAnInsert() {
    insert("{_id: 0}");
    BsonDocument entry = entryOf(() -> update("{_id: 5}", "{$set: {a: 1}}", false, true));
    assertEquals(doc("{op: 'i', ns: 'test.things', o: {_id: 5, a: 1}, o2: {_id: 5}}"), told(entry));
  }

  @Test
  void deletesTellTheIdAndShareAnEntryWhereTheyAreMany() {
    insert("{_id: 1, a: 1}", "{_id: 2, a: 1}", "{_id: 3, a: 1}");
    assertEquals(
        doc("{op: 'd', ns: 'test.things', o: {_id: 1}}"),
        told(entryOf(() -> delete("{_id: 1}", true))));
    BsonDocument many = entryOf(() -> delete("{a: 1}", false));
    BsonArray operations = many.getDocument("o").getArray("applyOps");
    assertEquals(
        doc("{op: 'd', ns: 'test.things', o: {_id: 3}}"), told(operations.get(1).asDocument()));
    assertEquals(2, operations.size());
  }

  @Test
  void updatesOfManyDocumentsHaveAnEntryAndATimeEach() {
    insert("{_id: 1, a: 1}", "{_id: 2, a: 1}", "{_id: 3, a: 2}");
    List<BsonDocument> entries = entriesOf(() -> update("{}", "{$set: {a: 2}}", true, false));
    assertEquals(2, entries.size());
    assertEquals(doc("{_id: 2}"), entries.get(1).getDocument("o2"));
    assertEquals(engine.clock().lastCommitted(), entries.get(1).getTimestamp("ts"));
  }

  @Test
  void retryableWritesCarryTheirSessionAndAreChained() {
    insert("{_id: 0}");
    List<BsonDocument> entries =
        entriesOf(
            () -> {
              try (Operation operation = begin(SESSION, 4)) {
                insert(operation, "{_id: 1}", "{_id: 2}");
              }
              try (Operation operation = begin(SESSION, 5)) {
                insert(operation, "{_id: 3}");
              }
              try (Operation operation = begin(SESSION, 6)) {
                delete(operation, "{_id: 3}", true);
              }
            });
    BsonDocument many = entries.get(0);
    assertEquals(
        List.of(
            "lsid",
            "txnNumber",
            "op",
            "ns",
            "o",
            "ts",
            "t",
            "v",
            "wall",
            "prevOpTime",
            "multiOpType"),
        List.copyOf(many.keySet()));
    BsonArray operations = many.getDocument("o").getArray("applyOps");
    assertEquals(1, operations.get(1).asDocument().getInt32("stmtId").getValue());
    BsonDocument one = entries.get(1);
    assertEquals(
        List.of(
            "lsid",
            "txnNumber",
            "op",
            "ns",
            "ui",
            "o",
            "o2",
            "stmtId",
            "ts",
            "t",
            "v",
            "wall",
            "prevOpTime"),
        List.copyOf(one.keySet()));
    assertEquals(5, one.getInt64("txnNumber").getValue());
    assertEquals(
        new BsonBinary(SESSION, UuidRepresentation.STANDARD), one.getDocument("lsid").get("id"));
    assertTrue(one.getDocument("lsid").isBinary("uid"));
    assertEquals(
        new BsonDocument("ts", new BsonTimestamp(0)).append("t", new org.bson.BsonInt64(-1)),
        one.getDocument("prevOpTime"));
    assertEquals(0, entries.get(2).getInt32("stmtId").getValue());
  }

  @Test
  void statementsOfOneWriteNameTheEntryBefore() {
    insert("{_id: 1}", "{_id: 2}");
    List<BsonDocument> entries =
        entriesOf(
            () -> {
              try (Operation operation = begin(SESSION, 1)) {
                var request = updateRequest("{_id: 1}", "{$set: {a: 1}}", false, false);
                var both = new ArrayList<>(request.updates());
                both.addAll(updateRequest("{_id: 2}", "{$set: {a: 1}}", false, false).updates());
                var _ =
                    engine
                        .writes()
                        .update(
                            operation,
                            new dev.meerkat.engine.collection.UpdateRequest(
                                NS, both, true, null, new int[] {3, 8}, null, false, false));
              }
            });
    assertEquals(3, entries.get(0).getInt32("stmtId").getValue());
    assertEquals(8, entries.get(1).getInt32("stmtId").getValue());
    assertEquals(
        entries.get(0).getTimestamp("ts"),
        entries.get(1).getDocument("prevOpTime").getTimestamp("ts"));
  }

  @Test
  void theOplogIsReadAsACollectionAndWrittenByNobody() {
    insert("{_id: 1}");
    List<BsonDocument> found =
        find(FindRequest.of(Oplog.NAMESPACE, doc("{op: 'i', ns: 'test.things'}")));
    assertEquals(1, found.size());
    try (Operation operation = begin()) {
      InsertRequest write =
          new InsertRequest(
              Oplog.NAMESPACE,
              List.of(DocumentView.of(doc("{_id: 1}"))),
              true,
              new int[0],
              null,
              false,
              false);
      assertCode(73, () -> engine.writes().insert(operation, write));
      assertCode(20, () -> engine.catalog().drops().drop(operation, Oplog.NAMESPACE, null));
      assertCode(20, () -> engine.catalog().rename(operation, Oplog.NAMESPACE, NS, true, null));
      assertCode(
          67,
          () ->
              engine
                  .indexes()
                  .create(operation, Oplog.NAMESPACE, List.of(doc("{key: {a: 1}, name: 'a'}"))));
    }
  }

  @Test
  void whoWaitsIsWokenByTheCommit() throws Exception {
    insert("{_id: 0}");
    long seen = engine.oplog().newest().getValue();
    assertFalse(engine.oplog().await(seen, 1));
    CompletableFuture<Boolean> woken =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return engine.oplog().await(seen, 60_000);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    insert("{_id: 1}");
    assertTrue(woken.get(30, TimeUnit.SECONDS));
    assertTrue(engine.oplog().await(seen, 60_000));
  }
}
