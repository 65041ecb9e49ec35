package dev.meerkat.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.junit.jupiter.api.Test;

/** Indexes of hashes: what they refuse, and what they find. */
final class HashedIndexTest extends EngineFixture {
  private int refused(String spec) {
    return failure("{createIndexes: 'c', indexes: [" + spec + "]}");
  }

  private BsonDocument plan(String find) {
    return run("{explain: {find: 'c', " + find + "}, verbosity: 'queryPlanner'}")
        .getDocument("queryPlanner")
        .getDocument("winningPlan");
  }

  @Test
  void specsThatMakeNoSenseAreRefused() {
    assertEquals(31303, refused("{key: {a: 'hashed', b: 'hashed'}, name: 'i'}"));
    assertEquals(16764, refused("{key: {a: 'hashed'}, name: 'i', unique: true}"));
    assertEquals(67, refused("{key: {a: 'hashed', b: 0}, name: 'i'}"));
    assertEquals(67, refused("{key: {a: 'btree'}, name: 'i'}"));
    assertEquals(67, refused("{key: {a: 1}, name: 'i', weights: {a: 1}}"));
    assertEquals(7246202, refused("{key: {a: 'wildcard'}, name: 'i'}"));
  }

  @Test
  void arraysHaveNoPlaceInIt() {
    run("{createIndexes: 'c', indexes: [{key: {'a.b': 'hashed'}, name: 'i'}]}");
    BsonDocument reply = run("{insert: 'c', documents: [{_id: 1, a: [{b: 1}]}]}");
    assertEquals(
        16766, reply.getArray("writeErrors").get(0).asDocument().getInt32("code").getValue());
  }

  @Test
  void equalityIsAPointOfHashesAndIsCheckedOnTheDocument() {
    run("{createIndexes: 'c', indexes: [{key: {a: 'hashed'}, name: 'i'}]}");
    run(
        "{insert: 'c', documents: [{_id: 1, a: 5}, {_id: 2, a: 5.9}, {_id: 3}, {_id: 4, a:"
            + " null}]}");
    assertEquals(1, batch("filter: {a: {$numberLong: '5'}}, hint: 'i'").size());
    assertEquals(2, batch("filter: {a: null}, hint: 'i'").size());
    BsonDocument fetch = plan("filter: {a: 5}");
    assertEquals("FETCH", fetch.getString("stage").getValue());
    assertTrue(fetch.containsKey("filter"));
    BsonDocument scan = fetch.getDocument("inputStage");
    assertEquals("IXSCAN", scan.getString("stage").getValue());
    assertEquals(BsonDocument.parse("{a: 'hashed'}"), scan.getDocument("keyPattern"));
  }

  @Test
  void aSortFollowsTheOrderedComponentsOnly() {
    run("{createIndexes: 'c', indexes: [{key: {b: 1, a: 'hashed'}, name: 'i'}]}");
    run("{insert: 'c', documents: [{_id: 1, a: 5, b: 2}, {_id: 2, a: 5, b: 1}]}");
    assertEquals("FETCH", plan("sort: {b: 1}").getString("stage").getValue());
    assertEquals("SORT", plan("sort: {b: 1, a: 1}, hint: 'i'").getString("stage").getValue());
    assertEquals("SORT", plan("sort: {a: 1}, hint: 'i'").getString("stage").getValue());
  }

  @Test
  void theKeyIsMongosHash() {
    run("{createIndexes: 'c', indexes: [{key: {a: 'hashed'}, name: 'i'}]}");
    run("{insert: 'c', documents: [{_id: 1, a: 'string to hash'}]}");
    assertEquals(
        new BsonInt64(763543691661428748L),
        batch("returnKey: true, hint: 'i'").get(0).asDocument().get("a"));
  }

  @Test
  void indexesThatDifferInUniquenessStandSideBySideAndOthersConflict() {
    run("{createIndexes: 'c', indexes: [{key: {a: 1}, name: 'plain'}]}");
    run("{createIndexes: 'c', indexes: [{key: {a: 1}, name: 'unique', unique: true}]}");
    run("{createIndexes: 'c', indexes: [{key: {a: 1}, name: 'sparse', sparse: true}]}");
    assertEquals(181, failure("{dropIndexes: 'c', index: {a: 1}}"));
    assertEquals(86, refused("{key: {a: 1}, name: 'plain', unique: true}"));
    assertEquals(85, refused("{key: {a: 1}, name: 'plain', hidden: true}"));
    assertEquals(85, refused("{key: {a: 1}, name: 'plain', expireAfterSeconds: 5}"));
    run(
        "{createIndexes: 'c', indexes: [{key: {b: 1}, name: 'partial', partialFilterExpression:"
            + " {a: {$gt: 1, $lt: 5}, c: 3}}]}");
    BsonDocument same =
        run(
            "{createIndexes: 'c', indexes: [{key: {b: 1}, name: 'partial', partialFilterExpression:"
                + " {$and: [{c: {$eq: 3}}, {a: {$lt: 5}}, {a: {$gt: 1}}]}}]}");
    assertEquals(same.get("numIndexesBefore"), same.get("numIndexesAfter"));
    assertEquals(2, refused("{key: {d: 1}, name: 'd', partialFilterExpression: {$where: 'x'}}"));
  }

  private BsonArray batch(String find) {
    return run("{find: 'c', " + find + "}").getDocument("cursor").getArray("firstBatch");
  }
}
