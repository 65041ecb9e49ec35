package dev.meerkat.engine.oplog;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.engine.EngineFixture;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.engine.catalog.CollectionOptions;
import dev.meerkat.engine.collection.FindRequest;
import dev.meerkat.engine.collection.InsertRequest;
import dev.meerkat.engine.transaction.SessionTransactions;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.storage.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonTimestamp;
import org.bson.UuidRepresentation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is written to the oplog, entry by entry. */
final class OplogTest extends EngineFixture {
  private static final UUID SESSION = new UUID(7, 7);

  @AfterEach
  void close() {
    closeEngine();
  }

  private List<BsonDocument> entries(BsonTimestamp after) {
    List<BsonDocument> entries = new ArrayList<>();
    long last = after.getValue();
    try (OplogReader reader = engine.oplog().reader(after.getValue())) {
      while (reader.advance()) {
        BsonDocument entry = reader.current().toBson();
        assertEquals(reader.timestampBits(), entry.getTimestamp("ts").getValue());
        assertTrue(Long.compareUnsigned(reader.timestampBits(), last) > 0);
        last = reader.timestampBits();
        entries.add(entry);
      }
    }
    assertEquals(last, Math.max(after.getValue(), engine.oplog().newest().getValue()));
    return entries;
  }

  /** The entries of some work. */
  private List<BsonDocument> entriesOf(Runnable work) {
    BsonTimestamp before = engine.oplog().newest();
    work.run();
    return entries(before);
  }

  private BsonDocument entryOf(Runnable work) {
    List<BsonDocument> entries = entriesOf(work);
    assertEquals(1, entries.size(), entries::toString);
    return entries.getFirst();
  }

  private BsonBinary uuid(Namespace namespace) {
    CollectionEntry entry = requireNonNull(engine.catalog().find(namespace));
    return new BsonBinary(entry.uuid(), UuidRepresentation.STANDARD);
  }

  /** An entry without what differs from run to run. */
  private static BsonDocument told(BsonDocument entry) {
    BsonDocument told = entry.clone();
    List.of("ts", "t", "v", "wall", "ui").forEach(told::remove);
    return told;
  }

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
  void aTransactionIsOneEntryAtItsCommit() {
    insert("{_id: 1, a: 1}");
    List<BsonDocument> before =
        entriesOf(
            () -> {
              in(true, operation -> insert(operation, "{_id: 2}"));
              in(false, operation -> update(operation, "{_id: 1}", "{$set: {a: 2}}", false, false));
              in(false, operation -> delete(operation, "{_id: 2}", true));
            });
    assertEquals(List.of(), before);
    BsonDocument entry = entryOf(this::commit);
    assertEquals(
        List.of("lsid", "txnNumber", "op", "ns", "o", "ts", "t", "v", "wall", "prevOpTime"),
        List.copyOf(entry.keySet()));
    BsonArray operations = entry.getDocument("o").getArray("applyOps");
    assertEquals(
        List.of(
            doc("{op: 'i', ns: 'test.things', o: {_id: 2}, o2: {_id: 2}}"),
            doc("{op: 'u', ns: 'test.things', o: {$v: 2, diff: {u: {a: 2}}}, o2: {_id: 1}}"),
            doc("{op: 'd', ns: 'test.things', o: {_id: 2}}")),
        operations.stream().map(operation -> told(operation.asDocument())).toList());
    assertEquals(engine.clock().lastCommitted(), entry.getTimestamp("ts"));
  }

  @Test
  void aTransactionMayMakeACollection() {
    in(true, operation -> insert(operation, "{_id: 1}"));
    BsonDocument entry = entryOf(this::commit);
    BsonArray operations = entry.getDocument("o").getArray("applyOps");
    assertEquals("create", operations.get(0).asDocument().getDocument("o").getFirstKey());
    assertEquals(uuid(NS), operations.get(0).asDocument().get("ui"));
    assertEquals(2, operations.size());
  }

  @Test
  void aLargeTransactionIsAChainOfEntries() {
    insert("{_id: 0}");
    String filling = "x".repeat(6 << 20);
    for (int i = 1; i <= 6; i++) {
      String document =
          new BsonDocument("_id", new org.bson.BsonInt32(i))
              .append("filling", new BsonString(filling))
              .toJson();
      in(i == 1, operation -> insert(operation, document));
    }
    List<BsonDocument> entries = entriesOf(this::commit);
    assertEquals(3, entries.size());
    for (int i = 0; i < 3; i++) {
      assertEquals(2, entries.get(i).getDocument("o").getArray("applyOps").size());
      assertEquals(i < 2, entries.get(i).getDocument("o").containsKey("partialTxn"));
      assertEquals(
          i == 0 ? new BsonTimestamp(0) : entries.get(i - 1).getTimestamp("ts"),
          entries.get(i).getDocument("prevOpTime").getTimestamp("ts"));
    }
    assertEquals(6, entries.get(2).getDocument("o").getInt64("count").getValue());
  }

  private void in(boolean starts, java.util.function.Consumer<Operation> work) {
    try (Operation operation = begin(SESSION, 1, starts, "test")) {
      work.accept(operation);
    }
  }

  private void commit() {
    try (Operation operation = begin(SESSION, 1, false, "commitTransaction")) {
      SessionTransactions.of(operation, "commitTransaction").commit(operation);
    }
  }

  @Test
  void changesOfTheCatalogAreTold() {
    try (Operation operation = begin()) {
      var _ =
          engine
              .catalog()
              .create(
                  operation, NS, CollectionOptions.parse(doc("{capped: true, size: 4096}")), null);
    }
    BsonBinary uuid = uuid(NS);
    BsonDocument indexed = entryOf(() -> createIndex("{key: {a: 1}, name: 'a_1'}"));
    assertEquals(
        doc(
            "{op: 'c', ns: 'test.$cmd', o: {createIndexes: 'things', v: 2, key: {a: 1},"
                + " name: 'a_1'}}"),
        told(indexed));
    assertEquals(uuid, indexed.get("ui"));
    BsonDocument unindexed =
        entryOf(
            () -> {
              try (Operation operation = begin()) {
                var _ = engine.indexes().drop(operation, NS, new BsonString("a_1"));
              }
            });
    assertEquals(
        doc(
            "{op: 'c', ns: 'test.$cmd', o: {dropIndexes: 'things', index: 'a_1'},"
                + " o2: {v: 2, key: {a: 1}, name: 'a_1'}}"),
        told(unindexed));
    BsonDocument changed =
        entryOf(
            () -> {
              try (Operation operation = begin()) {
                var _ = engine.catalog().collMod(operation, NS, doc("{cappedSize: 8192}"), false);
              }
            });
    assertEquals(doc("{collMod: 'things', cappedSize: 8192}"), changed.getDocument("o"));
    assertEquals(
        4096,
        changed.getDocument("o2").getDocument("collectionOptions_old").getInt32("size").getValue());
    Namespace other = new Namespace("test", "others");
    BsonDocument renamed =
        entryOf(
            () -> {
              try (Operation operation = begin()) {
                engine.catalog().rename(operation, NS, other, false, null);
              }
            });
    assertEquals(
        doc(
            "{op: 'c', ns: 'test.$cmd',"
                + " o: {renameCollection: 'test.things', to: 'test.others', stayTemp: false}}"),
        told(renamed));
    insert("{_id: 1}");
    List<BsonDocument> dropped =
        entriesOf(
            () -> {
              try (Operation operation = begin()) {
                engine.catalog().drops().dropDatabase(operation, "test");
              }
            });
    assertEquals(3, dropped.size());
    assertTrue(dropped.stream().anyMatch(entry -> uuid.equals(entry.get("ui"))));
    assertTrue(
        dropped.stream()
            .anyMatch(
                entry ->
                    told(entry)
                        .equals(
                            told(
                                doc(
                                    "{op: 'c', ns: 'test.$cmd', o: {drop: 'things'},"
                                        + " o2: {numRecords: {$numberLong: '1'}}}")))));
    assertEquals(doc("{op: 'c', ns: 'test.$cmd', o: {dropDatabase: 1}}"), told(dropped.get(2)));
  }

  @Test
  void anIndexOfDocumentsIsToldWhenItIsReady() {
    insert("{_id: 1, a: 1}", "{_id: 2, a: 2}");
    assertEquals(
        doc("{createIndexes: 'things', v: 2, key: {a: 1}, name: 'a_1'}"),
        entryOf(() -> createIndex("{key: {a: 1}, name: 'a_1'}")).getDocument("o"));
  }

  @Test
  void viewsAreDocumentsOfTheirDatabase() {
    Namespace view = new Namespace("test", "view");
    BsonDocument made =
        entryOf(
            () -> {
              try (Operation operation = begin()) {
                var _ =
                    engine
                        .catalog()
                        .create(
                            operation,
                            view,
                            CollectionOptions.parse(doc("{viewOn: 'things', pipeline: []}")),
                            null);
              }
            });
    assertEquals(
        doc(
            "{op: 'i', ns: 'test.system.views', o: {_id: 'test.view', viewOn: 'things',"
                + " pipeline: []}, o2: {_id: 'test.view'}}"),
        told(made));
    BsonDocument gone =
        entryOf(
            () -> {
              try (Operation operation = begin()) {
                var _ = engine.catalog().drops().drop(operation, view, null);
              }
            });
    assertEquals(doc("{op: 'd', ns: 'test.system.views', o: {_id: 'test.view'}}"), told(gone));
  }

  @Test
  void whatACappedCollectionLosesIsTold() {
    try (Operation operation = begin()) {
      var _ =
          engine
              .catalog()
              .create(
                  operation,
                  NS,
                  CollectionOptions.parse(doc("{capped: true, size: 4096, max: 1}")),
                  null);
    }
    insert("{_id: 1}");
    BsonDocument entry = entryOf(() -> insert("{_id: 2}"));
    BsonArray operations = entry.getDocument("o").getArray("applyOps");
    assertEquals(
        doc("{op: 'd', ns: 'test.things', o: {_id: 1}}"), told(operations.get(1).asDocument()));
  }

  @Test
  void preImagesAreKeptWhereTheCollectionAsksForThem() {
    try (Operation operation = begin()) {
      var _ =
          engine
              .catalog()
              .create(
                  operation,
                  NS,
                  CollectionOptions.parse(doc("{changeStreamPreAndPostImages: {enabled: true}}")),
                  null);
    }
    insert("{_id: 1, a: 1}", "{_id: 2, a: 1}", "{_id: 3, a: 1}");
    BsonDocument updated = entryOf(() -> update("{_id: 1}", "{$set: {a: 2}}", false, false));
    assertEquals(doc("{_id: 1, a: 1}"), preImage(updated, 0));
    assertEquals(
        doc("{_id: 1, a: 2}"),
        preImage(entryOf(() -> update("{_id: 1}", "{b: 1}", false, false)), 0));
    BsonDocument deleted = entryOf(() -> delete("{_id: {$gt: 1}}", false));
    assertEquals(doc("{_id: 2, a: 1}"), preImage(deleted, 0));
    assertEquals(doc("{_id: 3, a: 1}"), preImage(deleted, 1));
    in(true, operation -> update(operation, "{_id: 1}", "{$set: {c: 1}}", false, false));
    BsonDocument committed = entryOf(this::commit);
    assertEquals(doc("{_id: 1, b: 1}"), preImage(committed, 0));
    assertNull(preImage(committed, 1));
    assertEquals(doc("{_id: 2, a: 1}"), preImage(deleted, 0));
    assertEquals(doc("{_id: 1, a: 1}"), preImage(updated, 0));
    assertEquals(doc("{_id: 3, a: 1}"), preImage(deleted, 1));
    assertEquals(doc("{_id: 1, b: 1}"), preImage(committed, 0));
  }

  @Test
  void preImagesAreReadAsACollectionAndWrittenByNobody() {
    preImagesAreKeptWhereTheCollectionAsksForThem();
    UUID collection = requireNonNull(engine.catalog().find(NS)).uuid();
    BsonTimestamp ts = last == null ? new BsonTimestamp(0) : new BsonTimestamp(last.entry());
    try (Operation operation = begin()) {
      FindRequest all = FindRequest.of(PreImages.NAMESPACE, doc("{}"));
      List<BsonDocument> images = find(operation, all);
      assertEquals(
          List.of(
              doc("{_id: 1, a: 1}"),
              doc("{_id: 1, a: 2}"),
              doc("{_id: 2, a: 1}"),
              doc("{_id: 3, a: 1}"),
              doc("{_id: 1, b: 1}")),
          images.stream().map(image -> image.getDocument("preImage")).toList());
      assertEquals(
          new BsonDocument("nsUUID", new BsonBinary(collection))
              .append("ts", ts)
              .append("applyOpsIndex", new BsonInt64(0)),
          images.getLast().getDocument("_id"));
      FindRequest one = FindRequest.of(PreImages.NAMESPACE, doc("{'_id.applyOpsIndex': 1}"));
      assertEquals(images.subList(3, 4), find(operation, one));
    }
    assertCode(
        8293400,
        () -> {
          try (Operation operation = begin()) {
            var _ =
                engine
                    .indexes()
                    .create(
                        operation,
                        PreImages.NAMESPACE,
                        List.of(doc("{key: {a: 1}, name: 'a_1', v: 2}")));
          }
        });
    assertCode(
        20,
        () -> {
          try (Operation operation = begin()) {
            var _ = engine.catalog().drops().drop(operation, PreImages.NAMESPACE, null);
          }
        });
  }

  /** Where the search goes on, from one image to the next and back. */
  private PreImages.@Nullable Found last;

  private @Nullable BsonDocument preImage(BsonDocument entry, long index) {
    UUID collection = requireNonNull(engine.catalog().find(NS)).uuid();
    try (Snapshot snapshot = engine.storage().openSnapshot()) {
      PreImages.Found found =
          engine
              .oplog()
              .preImages()
              .find(snapshot, collection, entry.getTimestamp("ts").getValue(), index, last);
      last = found;
      return found == null ? null : found.image().toBson();
    }
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

  private static void assertCode(int code, Runnable refused) {
    assertEquals(code, assertThrows(ServerException.class, refused::run).code().number());
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
