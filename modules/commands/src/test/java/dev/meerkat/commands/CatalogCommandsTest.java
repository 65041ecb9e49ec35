package dev.meerkat.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.junit.jupiter.api.Test;

/** What the commands about databases, collections and indexes answer. */
final class CatalogCommandsTest extends EngineFixture {
  private static BsonArray firstBatch(BsonDocument reply) {
    return reply.getDocument("cursor").getArray("firstBatch");
  }

  @Test
  void createIsIdempotentForTheSameOptionsOnly() {
    run("{create: 'c'}");
    run("{create: 'c'}");
    assertEquals(48, failure("{create: 'c', capped: true, size: 4096}"));
    assertEquals(72, failure("{create: 'd', capped: true}"));
    assertEquals(40415, failure("{create: 'd', noSuchOption: 1}"));
    assertEquals(73, failure("{create: 'a$b'}"));
  }

  @Test
  void dropTellsWhatWasThere() {
    run("{create: 'c'}");
    assertEquals(BsonDocument.parse("{nIndexesWas: 1, ns: 'test.c'}"), run("{drop: 'c'}"));
    assertTrue(run("{drop: 'c'}").isEmpty());
  }

  @Test
  void dropDatabaseWantsTheNumberOne() {
    run("{create: 'c'}");
    assertEquals(5255100, failure("{dropDatabase: 2}"));
    assertEquals(14, failure("{dropDatabase: 'x'}"));
    assertEquals(40414, failure("{dropDatabase: null}"));
    assertEquals(new BsonString("test"), run("{dropDatabase: 1}").get("dropped"));
    assertFalse(run("{dropDatabase: 1}").containsKey("dropped"));
  }

  @Test
  void listCollectionsFiltersAndShortens() {
    run("{create: 'a'}");
    run("{create: 'b'}");
    BsonArray all = firstBatch(run("{listCollections: 1}"));
    assertEquals(2, all.size());
    assertTrue(all.get(0).asDocument().getDocument("info").containsKey("uuid"));
    assertEquals(
        BsonDocument.parse("{name: 'b', type: 'collection'}"),
        firstBatch(run("{listCollections: 1, filter: {name: 'b'}, nameOnly: true}")).get(0));
    BsonDocument page = run("{listCollections: 1, cursor: {batchSize: 1}}");
    assertEquals(1, firstBatch(page).size());
    assertEquals(
        "test.$cmd.listCollections", page.getDocument("cursor").getString("ns").getValue());
  }

  @Test
  void listIndexesShowsTheIndexOnId() {
    run("{create: 'c'}");
    assertEquals(
        BsonDocument.parse("{v: 2, key: {_id: 1}, name: '_id_'}"),
        firstBatch(run("{listIndexes: 'c'}")).get(0));
    assertEquals(26, failure("{listIndexes: 'none'}"));
  }

  @Test
  void renameGivesTheDocumentsAnotherName() {
    run("{insert: 'a', documents: [{_id: 1}]}");
    admin("{renameCollection: 'test.a', to: 'test.b'}");
    assertEquals(new BsonInt32(1), run("{count: 'b'}").get("n"));
    assertEquals(new BsonInt32(0), run("{count: 'a'}").get("n"));
    admin("{renameCollection: 'test.b', to: 'other.b'}");
    assertEquals(new BsonInt32(0), run("{count: 'b'}").get("n"));
  }
}
