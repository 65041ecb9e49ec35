package dev.meerkat.engine.collection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.engine.EngineFixture;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.engine.index.CollectionIndex;
import dev.meerkat.engine.index.IndexKeys;
import dev.meerkat.engine.index.KeyGap;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.storage.Durability;
import dev.meerkat.spi.storage.WriteTransaction;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Collections that were harmed behind the engine's back: found, told of, and mended. */
final class CollectionRepairTest extends EngineFixture {
  @AfterEach
  void close() {
    closeEngine();
  }

  @Test
  void aSoundCollectionIsLeftAlone() {
    fill();
    BsonDocument report = validate(CheckOptions.Repair.FIX_ERRORS);
    assertTrue(report.getBoolean("valid").getValue(), report.toJson());
    assertFalse(report.getBoolean("repaired").getValue(), report.toJson());
  }

  @Test
  void missingEntriesAreFoundAndInserted() {
    fill();
    harm(
        transaction -> {
          for (IndexKeys.Entry entry : keys("a_1", 2)) {
            assertTrue(index("a_1").table().delete(transaction, entry.key()));
          }
        });
    BsonDocument report = validate(CheckOptions.Repair.NONE);
    assertFalse(report.getBoolean("valid").getValue(), report.toJson());
    assertEquals(
        doc("{indexName: 'a_1', recordId: {$numberLong: '2'}, idKey: 2, indexKey: {a: 20}}"),
        report.getArray("missingIndexEntries").getFirst());
    mended("numInsertedMissingIndexEntries");
  }

  @Test
  void extraEntriesAreFoundAndRemoved() {
    fill();
    DocumentView nowhere = DocumentView.of(doc("{_id: 9, a: 90}"));
    harm(
        transaction ->
            index("a_1")
                .insert(transaction, index("a_1").keys(nowhere, 77).entries(), new KeyGap()));
    BsonDocument report = validate(CheckOptions.Repair.NONE);
    assertFalse(report.getBoolean("valid").getValue(), report.toJson());
    assertEquals(
        doc("{indexName: 'a_1', recordId: {$numberLong: '77'}, indexKey: {a: 90}}"),
        report.getArray("extraIndexEntries").getFirst());
    mended("numRemovedExtraIndexEntries");
  }

  /** As many entries as there should be, but not the right ones. */
  @Test
  void anEntryInTheWrongPlaceIsMoved() {
    fill();
    DocumentView wrong = DocumentView.of(doc("{_id: 2, a: 21}"));
    harm(
        transaction -> {
          index("a_1").remove(transaction, keys("a_1", 2));
          index("a_1").insert(transaction, index("a_1").keys(wrong, 2).entries(), new KeyGap());
        });
    assertFalse(validate(CheckOptions.Repair.NONE).getBoolean("valid").getValue());
    mended("numRemovedExtraIndexEntries");
  }

  @Test
  void anIndexThatDoesNotKnowOfArraysLearnsIt() {
    fill();
    DocumentView array = DocumentView.of(doc("{_id: 5, a: [1, 2]}"));
    harm(
        transaction -> {
          collection().records().insert(transaction, 5, array);
          for (CollectionIndex index : collection().indexes()) {
            index.insert(transaction, index.keys(array, 5).entries(), new KeyGap());
          }
        });
    assertFalse(validate(CheckOptions.Repair.NONE).getBoolean("valid").getValue());
    BsonDocument report = validate(CheckOptions.Repair.ADJUST_MULTIKEY);
    assertTrue(report.getBoolean("valid").getValue(), report.toJson());
    assertTrue(report.getBoolean("repaired").getValue(), report.toJson());
    assertEquals("AdjustMultikey", report.getString("repairMode").getValue());
  }

  @Test
  void whatIsNoDocumentIsRemovedWithItsEntries() {
    fill();
    byte[] broken = DocumentView.of(doc("{_id: 2, a: 20}")).toBytes();
    broken[4] = 0x55;
    harm(
        transaction ->
            collection().records().update(transaction, 2, broken.length, DocumentView.of(broken)));
    BsonDocument report = validate(CheckOptions.Repair.NONE);
    assertFalse(report.getBoolean("valid").getValue(), report.toJson());
    assertEquals(1, report.getInt32("nInvalidDocuments").getValue());
    mended("numRemovedCorruptRecords");
    assertEquals(List.of(doc("{_id: 1, a: 10}"), doc("{_id: 3, a: 30}")), find("{}"));
  }

  @Test
  void oneOfTwoWithTheSameUniqueKeyIsMovedOutOfTheWay() {
    fill();
    DocumentView second = DocumentView.of(doc("{_id: 2, a: 25}"));
    harm(transaction -> collection().records().insert(transaction, 6, second));
    mended("numDocumentsMovedToLostAndFound");
    assertEquals(3, find("{}").size());
    Namespace lost =
        new Namespace("local", "lost_and_found." + collection().entry().uuid().toString());
    CollectionEntry found = Objects.requireNonNull(engine.catalog().find(lost));
    try (var snapshot = engine.storage().openSnapshot()) {
      assertEquals(1, engine.storage().recordStore(found.ident()).count(snapshot));
    }
  }

  private void mended(String counter) {
    BsonDocument report = validate(CheckOptions.Repair.FIX_ERRORS);
    assertTrue(report.getBoolean("valid").getValue(), report.toJson());
    assertTrue(report.getBoolean("repaired").getValue(), report.toJson());
    assertTrue(report.getInt64(counter).getValue() > 0, report.toJson());
    checkConsistent();
  }

  private void fill() {
    insert("{_id: 1, a: 10}", "{_id: 2, a: 20}", "{_id: 3, a: 30}");
    try (Operation operation = begin()) {
      engine.indexes().create(operation, NS, List.of(doc("{v: 2, key: {a: 1}, name: 'a_1'}")));
    }
  }

  private BsonDocument validate(CheckOptions.Repair repair) {
    try (Operation operation = begin()) {
      return engine.statistics().validate(operation, NS, new CheckOptions(false, false, repair));
    }
  }

  private void harm(Consumer<WriteTransaction> work) {
    var _ =
        engine
            .turns()
            .write(
                Durability.BUFFERED,
                turn -> {
                  work.accept(turn.transaction());
                  return true;
                });
  }

  private StoredCollection collection() {
    return engine.collections().of(Objects.requireNonNull(engine.catalog().find(NS)));
  }

  private CollectionIndex index(String name) {
    return collection().indexes().stream()
        .filter(index -> index.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private List<IndexKeys.Entry> keys(String index, long recordId) {
    try (var snapshot = engine.storage().openSnapshot()) {
      DocumentView document =
          Objects.requireNonNull(collection().records().find(snapshot, recordId));
      return index(index).keys(document, recordId).entries();
    }
  }
}
