package dev.meerkat.engine.oplog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.catalog.CollectionOptions;
import dev.meerkat.spi.Namespace;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.junit.jupiter.api.Test;

/** What the oplog tells of collections, indexes and views. */
final class OplogCatalogTest extends OplogFixture {
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
    createWith("{capped: true, size: 4096, max: 1}");
    insert("{_id: 1}");
    BsonDocument entry = entryOf(() -> insert("{_id: 2}"));
    BsonArray operations = entry.getDocument("o").getArray("applyOps");
    assertEquals(
        doc("{op: 'd', ns: 'test.things', o: {_id: 1}}"), told(operations.get(1).asDocument()));
  }
}
