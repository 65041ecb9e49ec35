package dev.meerkat.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Collections that are kept in the order of their {@code _id}. */
final class ClusteredCollectionTest extends EngineFixture {
  @BeforeEach
  void create() {
    run("{create: 'c', clusteredIndex: {key: {_id: 1}, unique: true}}");
    run("{insert: 'c', documents: [{_id: 3, a: 1}, {_id: 1, a: 2}, {_id: 2, a: 1}]}");
  }

  @Test
  void naturalOrderIsThatOfTheIds() {
    assertEquals(List.of(1, 2, 3), ids("{find: 'c'}"));
    assertEquals(List.of(3, 2, 1), ids("{find: 'c', sort: {$natural: -1}}"));
    assertEquals(List.of(2, 3), ids("{find: 'c', filter: {a: 1}}"));
    assertEquals(
        List.of(1, 2, 3), ids("{aggregate: 'c', pipeline: [{$match: {a: {$gt: 0}}}], cursor: {}}"));
  }

  @Test
  void itsOwnIndexIsShownAndNotCounted() {
    BsonDocument index = batch("{listIndexes: 'c'}").get(0).asDocument();
    assertEquals(
        BsonDocument.parse("{v: 2, key: {_id: 1}, name: '_id_', unique: true, clustered: true}"),
        index);
    BsonDocument listed = batch("{listCollections: 1}").get(0).asDocument();
    assertFalse(listed.containsKey("idIndex"));
    assertTrue(listed.getDocument("options").isDocument("clusteredIndex"));
    BsonDocument created =
        run(
            "{createIndexes: 'c', indexes: [{key: {_id: 1}, name: 'x'}, {key: {a: 1}, name:"
                + " 'a'}]}");
    assertEquals(new BsonInt32(0), created.get("numIndexesBefore"));
    assertEquals(new BsonInt32(1), created.get("numIndexesAfter"));
    assertEquals(5979800, failure("{dropIndexes: 'c', index: '_id_'}"));
    assertEquals(6011800, failure("{collMod: 'c', index: {name: '_id_', hidden: true}}"));
    run("{dropIndexes: 'c', index: '*'}");
    assertEquals(1, batch("{listIndexes: 'c'}").size());
  }

  @Test
  void idsAreUnique() {
    assertEquals(11000, insertError("{_id: 1}"));
    run(
        "{insert: 'c', documents: [{_id: {$numberDouble: 'NaN'}}, {_id: {$numberDouble:"
            + " 'Infinity'}}]}");
    assertEquals(50819, insertError("{_id: {$numberDouble: 'NaN'}}"));
    assertEquals(50826, insertError("{_id: {$numberDecimal: 'Infinity'}}"));
  }

  @Test
  void whatIsNoClusteredIndexIsRefused() {
    assertEquals(5979700, failure("{create: 'd', clusteredIndex: {key: {_id: 1}, unique: false}}"));
    assertEquals(197, failure("{create: 'd', clusteredIndex: {key: {a: 1}, unique: true}}"));
    assertEquals(40414, failure("{create: 'd', clusteredIndex: {key: {_id: 1}}}"));
    assertEquals(
        6049200,
        failure(
            "{create: 'd', capped: true, size: 9, clusteredIndex: {key: {_id: 1}, unique: true}}"));
    assertEquals(5979703, failure("{create: 'd', clusteredIndex: true}"));
    assertEquals(
        72,
        failure(
            "{create: 'd', expireAfterSeconds: -1, clusteredIndex: {key: {_id: 1}, unique:"
                + " true}}"));
  }

  @Test
  void theAgeIsChangedAndTakenAway() {
    run("{collMod: 'c', expireAfterSeconds: 7.9}");
    assertEquals(
        7,
        batch("{listCollections: 1}")
            .get(0)
            .asDocument()
            .getDocument("options")
            .getInt64("expireAfterSeconds")
            .getValue());
    run("{collMod: 'c', expireAfterSeconds: 'off'}");
    assertFalse(
        batch("{listCollections: 1}")
            .get(0)
            .asDocument()
            .getDocument("options")
            .containsKey("expireAfterSeconds"));
    run("{create: 'plain'}");
    assertEquals(72, failure("{collMod: 'plain', expireAfterSeconds: 7}"));
  }

  @Test
  void encryptedFieldsAreReadAndNotSupported() {
    assertEquals(9783412, encrypted("queries: []"));
    assertEquals(14, encrypted("queries: null"));
    assertEquals(6412601, encrypted("queries: {queryType: 'equality'}"));
    assertEquals(6775201, encrypted("bsonType: 'string', queries: {queryType: 'range'}"));
    assertEquals(
        6720005, encrypted("bsonType: 'int', queries: {queryType: 'range', min: 2, max: 2}"));
    assertEquals(
        9783414,
        encrypted("bsonType: 'int', queries: [{queryType: 'range'}, {queryType: 'equality'}]"));
    assertEquals(238, encrypted("bsonType: 'int', queries: {queryType: 'range'}"));
  }

  @Test
  void encryptedFieldsHavePathsAndKeysOfTheirOwn() {
    assertEquals(6316402, encryptedPaths(""));
    assertEquals(9867600, encryptedPaths("a\\u0000b"));
    assertEquals(6316403, encryptedPaths("_id"));
    assertEquals(6316403, encryptedPaths("_id.a"));
    assertEquals(6338402, encryptedPaths("a", "a"));
    assertEquals(6338403, encryptedPaths("a", "a.b"));
    assertEquals(6338403, encryptedPaths("a.b.c", "a"));
    assertEquals(238, encryptedPaths("_idea", "a", "ab"));
    assertEquals(
        6338401,
        failure(
            "{create: 'e', encryptedFields: {fields: ["
                + encryptedField("a", 1)
                + ", "
                + encryptedField("b", 1)
                + "]}}"));
  }

  private int encryptedPaths(String... paths) {
    List<String> fields = new ArrayList<>();
    for (String path : paths) {
      fields.add(encryptedField(path, fields.size()));
    }
    return failure("{create: 'e', encryptedFields: {fields: " + fields + "}}");
  }

  private static String encryptedField(String path, int key) {
    return "{path: '%s', keyId: {$uuid: '00000000-0000-0000-0000-00000000000%d'}}"
        .formatted(path, key);
  }

  private int encrypted(String field) {
    return failure(
        "{create: 'e', encryptedFields: {fields: [{path: 'a', keyId: {$binary: {base64:"
            + " 'AAAAAAAAAAAAAAAAAAAAAA==', subType: '04'}}, "
            + field
            + "}]}}");
  }

  private int insertError(String document) {
    return run("{insert: 'c', documents: [" + document + "]}")
        .getArray("writeErrors")
        .get(0)
        .asDocument()
        .getInt32("code")
        .getValue();
  }

  private List<Integer> ids(String command) {
    return batch(command).stream()
        .map(document -> document.asDocument().getInt32("_id").getValue())
        .toList();
  }

  private BsonArray batch(String command) {
    return run(command).getDocument("cursor").getArray("firstBatch");
  }
}
