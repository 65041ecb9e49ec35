package dev.meerkat.engine.changestream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.spi.DocumentView;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

/** Entries of the oplog, written by hand, and what streams tell of them. */
final class EventsTest {
  private static final StreamScope COLLECTION = new StreamScope("d", "c", false, false);
  private static final StreamScope DATABASE = new StreamScope("d", "", false, false);
  private static final StreamScope CLUSTER = new StreamScope("", "", false, false);
  private static final StreamScope ALL = new StreamScope("d", "", true, false);
  private static final String UUID =
      "{$binary: {base64: 'AAECAwQFBgcICQoLDA0ODw==', subType: '04'}}";
  private static final String REST =
      ", ui: "
          + UUID
          + ", ts: {$timestamp: {t: 5, i: 2}}, t: {$numberLong: '1'}, v: {$numberLong: '2'},"
          + " wall: {$date: 7}}";
  private static final String HEAD =
      "clusterTime: {$timestamp: {t: 5, i: 2}}, wallTime: {$date: 7}, ";

  @Test
  void anInsertTellsTheDocument() {
    assertEvents(
        COLLECTION,
        "{op: 'i', ns: 'd.c', o: {_id: 1, a: 2}, o2: {_id: 1}" + REST,
        "{operationType: 'insert', "
            + HEAD
            + "fullDocument: {_id: 1, a: 2}, ns: {db: 'd', coll: 'c'}, documentKey: {_id: 1}}");
  }

  @Test
  void aReplacementTellsTheDocument() {
    assertEvents(
        COLLECTION,
        "{op: 'u', ns: 'd.c', o: {_id: 1, a: 2}, o2: {_id: 1}" + REST,
        "{operationType: 'replace', "
            + HEAD
            + "fullDocument: {_id: 1, a: 2}, ns: {db: 'd', coll: 'c'}, documentKey: {_id: 1}}");
  }

  @Test
  void aDeletionTellsTheKey() {
    assertEvents(
        COLLECTION,
        "{op: 'd', ns: 'd.c', o: {_id: 1}" + REST,
        "{operationType: 'delete', " + HEAD + "ns: {db: 'd', coll: 'c'}, documentKey: {_id: 1}}");
  }

  @Test
  void anUpdateTellsTheDifference() {
    assertEvents(
        COLLECTION,
        update("{d: {x: false}, u: {a: 1}, i: {b: {c: 2}}, sf: {u: {g: 3}, i: {h: 4}}}"),
        described(
            "updatedFields: {a: 1, b: {c: 2}, 'f.g': 3, 'f.h': 4}, removedFields: ['x'],"
                + " truncatedArrays: []"));
  }

  @Test
  void placesInArraysAreParts() {
    assertEvents(
        COLLECTION,
        update("{sa: {a: true, l: 3, u0: 7, s2: {u: {b: 8}}, s1: {a: true, l: 0}}}"),
        described(
            "updatedFields: {'a.0': 7, 'a.2.b': 8}, removedFields: [],"
                + " truncatedArrays: [{field: 'a', newSize: 3}, {field: 'a.1', newSize: 0}]"));
  }

  @Test
  void pathsThatCanBeReadInTwoWaysAreExplained() {
    assertEvents(
        ALL,
        update("{u: {'a.b': 1}, sx: {u: {'0': 2}}, sy: {a: true, u0: 3}, d: {z: false}}"),
        "{operationType: 'update', clusterTime: {$timestamp: {t: 5, i: 2}}, collectionUUID: "
            + UUID
            + ", wallTime: {$date: 7}, ns: {db: 'd', coll: 'c'}, documentKey: {_id: 1},"
            + " updateDescription: {updatedFields: {'a.b': 1, 'x.0': 2, 'y.0': 3},"
            + " removedFields: ['z'], truncatedArrays: [],"
            + " disambiguatedPaths: {'a.b': ['a.b'], 'x.0': ['x', '0']}}}");
  }

  @Test
  void transactionsAreTaken() {
    assertEvents(
        DATABASE,
        "{lsid: {id: 1}, txnNumber: {$numberLong: '3'}, op: 'c', ns: 'admin.$cmd', o: {applyOps: ["
            + "{op: 'i', ns: 'd.c', o: {_id: 1}, o2: {_id: 1}},"
            + "{op: 'i', ns: 'other.c', o: {_id: 1}, o2: {_id: 1}},"
            + "{op: 'd', ns: 'd.c', o: {_id: 1}}]}"
            + REST,
        "{operationType: 'insert', "
            + HEAD
            + "txnNumber: {$numberLong: '3'}, lsid: {id: 1}, fullDocument: {_id: 1},"
            + " ns: {db: 'd', coll: 'c'}, documentKey: {_id: 1}}",
        "{operationType: 'delete', "
            + HEAD
            + "txnNumber: {$numberLong: '3'}, lsid: {id: 1}, ns: {db: 'd', coll: 'c'},"
            + " documentKey: {_id: 1}}");
  }

  @Test
  void documentsInsertedTogetherAreNoTransaction() {
    assertEvents(
        DATABASE,
        "{lsid: {id: 1}, txnNumber: {$numberLong: '3'}, multiOpType: 1, op: 'c', ns: 'admin.$cmd',"
            + " o: {applyOps: [{op: 'i', ns: 'd.c', o: {_id: 1}, o2: {_id: 1}}]}"
            + REST,
        "{operationType: 'insert', "
            + HEAD
            + "fullDocument: {_id: 1}, ns: {db: 'd', coll: 'c'}, documentKey: {_id: 1}}");
  }

  @Test
  void collectionsComeAndGo() {
    String name = "ns: {db: 'd', coll: 'c'}";
    String drop = "{op: 'c', ns: 'd.$cmd', o: {drop: 'c'}, o2: {numRecords: 3}" + REST;
    assertEvents(COLLECTION, drop, "{operationType: 'drop', " + HEAD + name + "}");
    String rename =
        "{op: 'c', ns: 'd.$cmd', o: {renameCollection: 'd.c', to: 'd.e', stayTemp: false}" + REST;
    String renamed = "{operationType: 'rename', " + HEAD + name + ", to: {db: 'd', coll: 'e'}}";
    assertEvents(COLLECTION, rename, renamed);
    assertEvents(new StreamScope("d", "e", false, false), rename, renamed);
    assertEvents(new StreamScope("d", "f", false, false), rename);
    String dropDatabase = "{op: 'c', ns: 'd.$cmd', o: {dropDatabase: 1}" + REST;
    assertEvents(
        DATABASE, dropDatabase, "{operationType: 'dropDatabase', " + HEAD + "ns: {db: 'd'}}");
    assertEvents(COLLECTION, dropDatabase);
  }

  @Test
  void whatHasChangedAroundDocumentsIsToldOnRequest() {
    String uuid = "collectionUUID: " + UUID + ", wallTime: {$date: 7}, ns: {db: 'd', coll: 'c'}";
    String head = "clusterTime: {$timestamp: {t: 5, i: 2}}, " + uuid;
    String create =
        "{op: 'c', ns: 'd.$cmd', o: {create: 'c', capped: true, idIndex: {v: 2}}" + REST;
    assertEvents(DATABASE, create);
    assertEvents(
        ALL,
        create,
        "{operationType: 'create', "
            + head
            + ", nsType: 'collection', operationDescription: {capped: true, idIndex: {v: 2}}}");
    String index = "{v: 2, key: {a: 1}, name: 'a_1'}";
    assertEvents(
        ALL,
        "{op: 'c', ns: 'd.$cmd', o: {createIndexes: 'c', v: 2, key: {a: 1}, name: 'a_1'}" + REST,
        "{operationType: 'createIndexes', "
            + head
            + ", operationDescription: {indexes: ["
            + index
            + "]}}");
    assertEvents(
        ALL,
        "{op: 'c', ns: 'd.$cmd', o: {dropIndexes: 'c', index: 'a_1'}, o2: " + index + REST,
        "{operationType: 'dropIndexes', "
            + head
            + ", operationDescription: {indexes: ["
            + index
            + "]}}");
    assertEvents(
        ALL,
        "{op: 'c', ns: 'd.$cmd', o: {collMod: 'c', validationLevel: 'off'},"
            + " o2: {collectionOptions_old: {a: 1}, indexOptions_old: {hidden: false}}"
            + REST,
        "{operationType: 'modify', "
            + head
            + ", operationDescription: {validationLevel: 'off'},"
            + " stateBeforeChange: {collectionOptions: {a: 1}, indexOptions: {hidden: false}}}");
    assertEvents(
        ALL,
        "{op: 'c', ns: 'd.$cmd', o: {renameCollection: 'd.c', to: 'x.e', stayTemp: false,"
            + " dropTarget: "
            + UUID
            + "}"
            + REST,
        "{operationType: 'rename', "
            + head
            + ", to: {db: 'x', coll: 'e'},"
            + " operationDescription: {to: {db: 'x', coll: 'e'}, dropTarget: "
            + UUID
            + "}}");
  }

  @Test
  void viewsAreToldOfDatabases() {
    String view = "{op: 'i', ns: 'd.system.views', o: {_id: 'd.v', viewOn: 'c', pipeline: []}";
    assertEvents(DATABASE, view + REST);
    assertEvents(new StreamScope("d", "v", true, false), view + REST);
    assertEvents(
        ALL,
        view + REST,
        "{operationType: 'create', "
            + HEAD
            + "ns: {db: 'd', coll: 'v'}, nsType: 'view',"
            + " operationDescription: {viewOn: 'c', pipeline: []}}");
    assertEvents(
        ALL,
        "{op: 'd', ns: 'd.system.views', o: {_id: 'd.v'}" + REST,
        "{operationType: 'drop', " + HEAD + "ns: {db: 'd', coll: 'v'}}");
  }

  @Test
  void othersAreNotTold() {
    assertEvents(COLLECTION, "{op: 'n', ns: '', o: {msg: 'x'}" + REST);
    assertEvents(COLLECTION, "{op: 'i', ns: 'd.cc', o: {_id: 1}, o2: {_id: 1}" + REST);
    assertEvents(COLLECTION, "{op: 'i', ns: 'dd.c', o: {_id: 1}, o2: {_id: 1}" + REST);
    assertEvents(DATABASE, "{op: 'i', ns: 'd.system.x', o: {_id: 1}, o2: {_id: 1}" + REST);
    assertEvents(DATABASE, "{op: 'i', ns: 'dd.c', o: {_id: 1}, o2: {_id: 1}" + REST);
    assertEvents(CLUSTER, "{op: 'i', ns: 'config.c', o: {_id: 1}, o2: {_id: 1}" + REST);
  }

  @Test
  void aQuickLookNeverHidesAnEvent() {
    List<String> entries =
        List.of(
            "{op: 'i', ns: 'd.c', o: {_id: 1}, o2: {_id: 1}" + REST,
            "{op: 'c', ns: 'd.$cmd', o: {drop: 'c'}" + REST,
            "{op: 'c', ns: 'x.$cmd', o: {renameCollection: 'x.c', to: 'd.c'}" + REST,
            "{op: 'c', ns: 'admin.$cmd', o: {applyOps: [{op: 'i', ns: 'x.c', o: {_id: 1}},"
                + " {op: 'i', ns: 'd.c', o: {_id: 1}}]}"
                + REST);
    for (StreamScope scope : List.of(COLLECTION, DATABASE, CLUSTER, ALL)) {
      for (String entry : entries) {
        DocumentView view = DocumentView.of(BsonDocument.parse(entry));
        assertFalse(new EventReader(scope).read(view).isEmpty(), entry);
        assertTrue(scope.mayHold(view, scope.prefix()), entry);
      }
      DocumentView other =
          DocumentView.of(
              BsonDocument.parse("{op: 'i', ns: 'e.c', o: {_id: 1}, o2: {_id: 1}" + REST));
      assertEquals(scope.isCluster(), scope.mayHold(other, scope.prefix()));
    }
  }

  private static String update(String diff) {
    return "{op: 'u', ns: 'd.c', o: {$v: 2, diff: " + diff + "}, o2: {_id: 1}" + REST;
  }

  private static String described(String description) {
    return "{operationType: 'update', "
        + HEAD
        + "ns: {db: 'd', coll: 'c'}, documentKey: {_id: 1}, updateDescription: {"
        + description
        + "}}";
  }

  private static void assertEvents(StreamScope scope, String entry, String... expected) {
    EventWriter writer = new EventWriter(scope.expanded(), false);
    List<String> told = new ArrayList<>();
    for (ChangeEvent event :
        new EventReader(scope).read(DocumentView.of(BsonDocument.parse(entry)))) {
      writer.begin(event, new BsonDocument());
      BsonDocument document = writer.end().toBson();
      document.remove("_id");
      told.add(document.toJson());
      assertEquals(event.token(), ResumeToken.parse(event.token().toBson()));
    }
    List<String> wanted = new ArrayList<>();
    for (String one : expected) {
      wanted.add(BsonDocument.parse(one).toJson());
    }
    assertEquals(wanted, told);
  }
}
