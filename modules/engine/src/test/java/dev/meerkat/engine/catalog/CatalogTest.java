package dev.meerkat.engine.catalog;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.engine.EngineFixture;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.collection.BatchOutcome;
import dev.meerkat.engine.collection.CheckOptions;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CatalogTest extends EngineFixture {
  @AfterEach
  void close() {
    closeEngine();
  }

  private boolean create(Namespace namespace, String options) {
    try (Operation operation = begin()) {
      return engine
          .catalog()
          .create(operation, namespace, CollectionOptions.parse(doc(options)), null);
    }
  }

  private int code(Runnable call) {
    return assertThrows(ServerException.class, call::run).code().number();
  }

  @Test
  void creatingAgainIsNoErrorWithTheSameOptions() {
    assertTrue(create(NS, "{}"));
    assertFalse(create(NS, "{}"));
    assertEquals(48, code(() -> create(NS, "{capped: true, size: 1000}")));
  }

  @Test
  void namesAreJudged() {
    assertEquals(73, code(() -> create(new Namespace("test", "a$b"), "{}")));
    assertEquals(73, code(() -> create(new Namespace("test", "system.foo"), "{}")));
    assertEquals(73, code(() -> create(new Namespace("test", "x".repeat(255)), "{}")));
    assertTrue(create(new Namespace("test", "system.users"), "{}"));
    assertEquals(73, code(() -> create(new Namespace("test", "system.roles"), "{}")));
    create(NS, "{}");
    assertEquals(13297, code(() -> create(new Namespace("Test", "things"), "{}")));
  }

  @Test
  void droppedCollectionLeavesNothingInTheStore() {
    Set<String> before = idents();
    insert("{_id: 1, a: 1}");
    createIndex("{key: {a: 1}, name: 'a_1'}");
    try (Operation operation = begin()) {
      Dropped dropped = engine.catalog().drops().drop(operation, NS, null).orElseThrow();
      assertEquals(2, dropped.indexes());
      assertTrue(engine.catalog().drops().drop(operation, NS, null).isEmpty());
    }
    assertNull(engine.catalog().find(NS));
    assertTrue(find("{}").isEmpty());
    assertEquals(before, idents());
  }

  private Set<String> idents() {
    try (var snapshot = engine.storage().openSnapshot()) {
      return Set.copyOf(snapshot.idents());
    }
  }

  @Test
  void renamedCollectionKeepsItsDocumentsAndIndexes() {
    insert("{_id: 1, a: 1}");
    Namespace other = new Namespace("test", "other");
    create(other, "{}");
    try (Operation operation = begin()) {
      assertEquals(48, code(() -> engine.catalog().rename(operation, NS, other, false, null)));
      engine.catalog().rename(operation, NS, other, true, null);
    }
    assertTrue(find("{}").isEmpty());
    assertNotNull(engine.catalog().find(other));
    try (Operation operation = begin()) {
      assertEquals(
          1,
          engine
              .statistics()
              .validate(operation, other, CheckOptions.NONE)
              .getInt32("nrecords")
              .getValue());
    }
  }

  @Test
  void cappedCollectionKeepsTheNewest() {
    create(NS, "{capped: true, size: 100000, max: 3}");
    insert("{_id: 1}", "{_id: 2}", "{_id: 3}", "{_id: 4}", "{_id: 5}");
    assertEquals(List.of(doc("{_id: 3}"), doc("{_id: 4}"), doc("{_id: 5}")), find("{}"));
    checkConsistent();
  }

  @Test
  void cappedCollectionIsBoundedByItsBytes() {
    create(NS, "{capped: true, size: 512}");
    for (int i = 0; i < 50; i++) {
      insert("{_id: " + i + ", text: '0123456789012345678901234567890123456789'}");
    }
    long bytes = find("{}").size() * 67L;
    assertTrue(bytes <= 512, () -> bytes + " bytes");
    checkConsistent();
  }

  @Test
  void viewShowsItsCollectionAndRefusesWrites() {
    insert("{_id: 1, a: 1}", "{_id: 2, a: 2}");
    Namespace view = new Namespace("test", "view");
    create(view, "{viewOn: 'things', pipeline: [{$match: {a: 2}}]}");
    assertEquals(
        5, code(() -> create(new Namespace("test", "self"), "{viewOn: 'self', pipeline: []}")));
    try (Operation operation = begin();
        var cursor =
            engine
                .reads()
                .find(
                    operation,
                    dev.meerkat.engine.collection.FindRequest.of(view, new BsonDocument()))) {
      assertTrue(cursor.documents().advance());
      assertEquals(doc("{_id: 2, a: 2}"), cursor.documents().current().toBson());
      assertFalse(cursor.documents().advance());
    }
    assertEquals(166, code(() -> engine.indexes().list(view)));
  }

  @Test
  void validatorRefusesWhatDoesNotMatch() {
    create(NS, "{validator: {a: {$gt: 0}}}");
    BatchOutcome outcome = insert("{_id: 1, a: -1}");
    assertEquals(121, outcome.errors().getFirst().code().number());
    BsonDocument info =
        outcome.errors().getFirst().toBson().getDocument("errInfo").getDocument("details");
    assertEquals(new BsonString("$gt"), info.get("operatorName"));
    assertEquals(1, insert("{_id: 1, a: 1}").n());
  }

  @Test
  void indexesAreBuiltUsedAndDropped() {
    insert("{_id: 1, a: [1, 2]}", "{_id: 2, a: 3}");
    assertEquals(doc("{before: 1, after: 2}"), createIndex("{key: {a: 1}, name: 'a_1'}"));
    assertEquals(doc("{before: 2, after: 2}"), createIndex("{key: {a: 1}, name: 'a_1'}"));
    assertEquals(85, code(() -> createIndex("{key: {a: 1}, name: 'other'}")));
    assertEquals(86, code(() -> createIndex("{key: {b: 1}, name: 'a_1'}")));
    assertEquals(67, code(() -> createIndex("{key: {b: 'nothing'}, name: 'b'}")));
    assertEquals(List.of(doc("{_id: 1, a: [1, 2]}")), find("{a: 2}"));
    assertTrue(requireNonNull(requireNonNull(engine.catalog().find(NS)).index("a_1")).isMultikey());
    checkConsistent();
    try (Operation operation = begin()) {
      assertEquals(27, code(() -> engine.indexes().drop(operation, NS, new BsonString("b"))));
      assertEquals(72, code(() -> engine.indexes().drop(operation, NS, new BsonString("_id_"))));
      assertEquals(2, engine.indexes().drop(operation, NS, new BsonString("a_1")));
    }
    assertEquals(1, engine.indexes().list(NS).size());
  }

  @Test
  void uniqueIndexOverDuplicatesIsRefusedAndLeavesNothing() {
    insert("{_id: 1, a: 1}", "{_id: 2, a: 1}");
    assertEquals(11000, code(() -> createIndex("{key: {a: 1}, name: 'a_1', unique: true}")));
    assertEquals(1, engine.indexes().list(NS).size());
    checkConsistent();
  }

  @Test
  void partialIndexHoldsAndFindsOnlyItsDocuments() {
    insert("{_id: 1, a: 1, b: 5}", "{_id: 2, a: 1, b: 15}");
    createIndex("{key: {a: 1}, name: 'a_1', partialFilterExpression: {b: {$gt: 10}}}");
    assertEquals(2, find("{a: 1}").size());
    assertEquals(1, find("{a: 1, b: {$gt: 12}}").size());
    update("{_id: 1}", "{$set: {b: 20}}", false, false);
    assertEquals(2, find("{a: 1, b: {$gt: 12}}").size());
    checkConsistent();
  }
}
