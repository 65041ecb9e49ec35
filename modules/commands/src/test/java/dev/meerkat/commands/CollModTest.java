package dev.meerkat.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.meerkat.spi.ServerException;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.junit.jupiter.api.Test;

/** collMod, as far as it changes something. */
final class CollModTest extends EngineFixture {

  @Test
  void anIndexBecomesUniqueInTwoSteps() {
    twoDocuments("{_id: 1, a: 1}", "{_id: 2, a: 2}");
    assertEquals(72, failure("{collMod: 'c', index: {name: 'a', unique: true}}"));
    assertReply(
        "{prepareUnique_old: false, prepareUnique_new: true}",
        "{collMod: 'c', index: {name: 'a', prepareUnique: true}}");
    assertReply("{}", "{collMod: 'c', index: {name: 'a', prepareUnique: true}}");
    assertReply("{unique_new: true}", "{collMod: 'c', index: {keyPattern: {a: 1}, unique: true}}");
    assertReply("{}", "{collMod: 'c', index: {name: 'a', unique: true}}");
    assertEquals(BsonDocument.parse("{v: 2, key: {a: 1}, name: 'a', unique: true}"), index());
    assertEquals(11000, writeError("{insert: 'c', documents: [{a: 2}]}"));
    assertEquals(2, failure("{collMod: 'c', index: {name: 'a', unique: false}}"));
  }

  @Test
  void anIndexThatPreparesToBeUniqueTakesNoNewDuplicates() {
    twoDocuments("{_id: 1, a: 1}", "{_id: 2, a: 1}");
    run("{collMod: 'c', index: {name: 'a', prepareUnique: true}}");
    assertEquals(11000, writeError("{insert: 'c', documents: [{a: 1}]}"));
    assertEquals(11000, writeError("{insert: 'c', documents: [{a: 3}, {a: 3}]}"));
    assertEquals(
        2, run("{find: 'c', filter: {a: 1}}").getDocument("cursor").getArray("firstBatch").size());
    run("{collMod: 'c', index: {name: 'a', prepareUnique: false}}");
    run("{insert: 'c', documents: [{a: 1}]}");
    assertEquals(new BsonInt32(3), run("{count: 'c', query: {a: 1}}").get("n"));
  }

  @Test
  void documentsThatShareAKeyAreNamed() {
    run("{createIndexes: 'c', indexes: [{key: {a: 1, b: -1}, name: 'a'}]}");
    run(
        "{insert: 'c', documents: [{_id: 1, a: 1}, {_id: 2, a: 1, b: null}, {_id: 3, a: 1.0},"
            + " {_id: 4, a: 2, b: 1}, {_id: 'x', a: 3, b: 1}, {_id: 'y', a: 3, b: [1, 1]}]}");
    run("{collMod: 'c', index: {name: 'a', prepareUnique: true}}");
    BsonArray expected = BsonArray.parse("[{ids: [1, 2, 3]}, {ids: ['x', 'y']}]");
    for (String dryRun : new String[] {", dryRun: true", ""}) {
      ServerException refused =
          assertThrows(
              ServerException.class,
              () -> run("{collMod: 'c', index: {name: 'a', unique: true}" + dryRun + "}"));
      assertEquals(359, refused.code().number());
      assertEquals(new BsonDocument("violations", expected), refused.details());
    }
    assertFalse(index().containsKey("unique"));
    run("{delete: 'c', deletes: [{q: {_id: {$in: [2, 3, 'y']}}, limit: 0}]}");
    assertReply("{}", "{collMod: 'c', index: {name: 'a', unique: true}, dryRun: true}");
    assertFalse(index().containsKey("unique"));
    assertReply("{unique_new: true}", "{collMod: 'c', index: {name: 'a', unique: true}}");
  }

  @Test
  void indexesAreHiddenAndShown() {
    twoDocuments("{_id: 1, a: 1}", "{_id: 2, a: 1}");
    assertReply(
        "{hidden_old: false, hidden_new: true}",
        "{collMod: 'c', index: {name: 'a', hidden: true}}");
    assertEquals("COLLSCAN", plan("{a: 1}").getString("stage").getValue());
    assertReply(
        "{hidden_old: true, hidden_new: false}",
        "{collMod: 'c', index: {keyPattern: {a: 1}, hidden: false}}");
    assertEquals("FETCH", plan("{a: 1}").getString("stage").getValue());
    assertEquals(2, failure("{collMod: 'c', index: {name: '_id_', hidden: true}}"));
    assertEquals(2, failure("{collMod: 'c', index: {keyPattern: {_id: 1}, hidden: true}}"));
    assertEquals(27, failure("{collMod: 'c', index: {name: 'b', hidden: true}}"));
    assertEquals(27, failure("{collMod: 'c', index: {keyPattern: {b: 1}, hidden: true}}"));
  }

  @Test
  void documentsExpireByAnIndexThatWasNotMadeForIt() {
    twoDocuments("{_id: 1, a: 1}", "{_id: 2, a: 1}");
    assertReply(
        "{expireAfterSeconds_new: {$numberLong: '100'}}",
        "{collMod: 'c', index: {name: 'a', expireAfterSeconds: 100}}");
    assertReply(
        "{expireAfterSeconds_old: {$numberLong: '100'}, expireAfterSeconds_new: {$numberLong:"
            + " '7'}}",
        "{collMod: 'c', index: {name: 'a', expireAfterSeconds: 7}}");
    assertEquals(72, failure("{collMod: 'c', index: {name: 'a', expireAfterSeconds: -1}}"));
    assertEquals(72, failure("{collMod: 'c', index: {name: '_id_', expireAfterSeconds: 1}}"));
    run("{createIndexes: 'c', indexes: [{key: {a: 1, b: 1}, name: 'ab'}]}");
    assertEquals(72, failure("{collMod: 'c', index: {name: 'ab', expireAfterSeconds: 1}}"));
    run("{createIndexes: 'c', indexes: [{key: {'$**': 1}, name: 'all'}]}");
    assertEquals(72, failure("{collMod: 'c', index: {name: 'all', expireAfterSeconds: 1}}"));
  }

  @Test
  void aViewMayNotReadItself() {
    run("{create: 'c'}");
    run("{create: 'v', viewOn: 'c', pipeline: []}");
    run("{create: 'w', viewOn: 'v', pipeline: []}");
    run("{collMod: 'v', viewOn: 'c', pipeline: [null, {$match: {}}]}");
    for (String stage :
        new String[] {
          "{$unionWith: 'v'}",
          "{$unionWith: {coll: 'w'}}",
          "{$lookup: {from: 'w', as: 'x', pipeline: []}}",
          "{$lookup: {from: 'd', as: 'x', pipeline: [{$unionWith: 'w'}]}}"
        }) {
      assertEquals(5, failure("{collMod: 'v', viewOn: 'c', pipeline: [" + stage + "]}"), stage);
    }
    assertEquals(5, failure("{collMod: 'v', viewOn: 'w', pipeline: []}"));
    assertEquals(72, failure("{collMod: 'c', viewOn: 'w', pipeline: []}"));
  }

  @Test
  void aCappedCollectionTakesAnotherSize() {
    run("{create: 'c', capped: true, size: 4096}");
    run("{insert: 'c', documents: [{_id: 1}, {_id: 2}, {_id: 3}]}");
    run("{collMod: 'c', cappedMax: 2}");
    run("{insert: 'c', documents: [{_id: 4}]}");
    assertEquals(new BsonInt32(2), run("{count: 'c'}").get("n"));
    run("{create: 'd'}");
    assertEquals(72, failure("{collMod: 'd', cappedMax: 2}"));
    assertEquals(72, failure("{collMod: 'd', cappedSize: 4096}"));
  }

  private void twoDocuments(String first, String second) {
    run("{createIndexes: 'c', indexes: [{key: {a: 1}, name: 'a'}]}");
    run("{insert: 'c', documents: [" + first + ", " + second + "]}");
  }

  private void assertReply(String expected, String command) {
    assertEquals(BsonDocument.parse(expected), run(command), command);
  }

  private BsonDocument index() {
    return run("{listIndexes: 'c'}")
        .getDocument("cursor")
        .getArray("firstBatch")
        .get(1)
        .asDocument();
  }

  private BsonDocument plan(String filter) {
    return run("{explain: {find: 'c', filter: " + filter + "}}")
        .getDocument("queryPlanner")
        .getDocument("winningPlan");
  }

  private int writeError(String command) {
    return run(command).getArray("writeErrors").get(0).asDocument().getInt32("code").getValue();
  }
}
