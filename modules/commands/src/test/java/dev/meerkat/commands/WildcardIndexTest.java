package dev.meerkat.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

/** Wildcard indexes: what they refuse, which queries use them and how. */
final class WildcardIndexTest extends EngineFixture {
  private int refused(String spec) {
    return failure("{createIndexes: 'c', indexes: [" + spec + "]}");
  }

  private void create(String spec) {
    run("{createIndexes: 'c', indexes: [" + spec + "]}");
  }

  private BsonArray found(String find) {
    return run("{find: 'c', " + find + "}").getDocument("cursor").getArray("firstBatch");
  }

  private BsonDocument plan(String find) {
    return run("{explain: {find: 'c', " + find + "}, verbosity: 'queryPlanner'}")
        .getDocument("queryPlanner")
        .getDocument("winningPlan");
  }

  private BsonDocument scan(String find) {
    BsonDocument stage = plan(find);
    while (stage.containsKey("inputStage")) {
      stage = stage.getDocument("inputStage");
    }
    return stage;
  }

  @Test
  void specsThatMakeNoSenseAreRefused() {
    for (String option : new String[] {"unique: true", "sparse: true", "expireAfterSeconds: 1"}) {
      assertEquals(67, refused("{key: {'$**': 1}, name: 'i', " + option + "}"));
    }
    assertEquals(67, refused("{key: {'$**': 1}, name: 'i', v: 1}"));
    assertEquals(67, refused("{key: {'$**': 'hashed'}, name: 'i'}"));
    assertEquals(67, refused("{key: {'a.$**.$**': 1}, name: 'i'}"));
    assertEquals(67, refused("{key: {'a.$**.b': 1}, name: 'i'}"));
    assertEquals(7246201, refused("{key: {'$**': 1, 'a.$**': 1}, name: 'i'}"));
    assertEquals(67, refused("{key: {'$**': 1, a: 1}, name: 'i'}"));
    assertEquals(7246204, refused("{key: {a: 1, 'a.$**': 1}, name: 'i'}"));
    assertEquals(9, projected("{'a.$**': 1}", "{b: 1}"));
    assertEquals(9, projected("{'$**': 1}", "{}"));
    assertEquals(14, projected("{'$**': 1}", "5"));
    assertEquals(31254, projected("{'$**': 1}", "{a: 1, b: 0}"));
    assertEquals(31249, projected("{'$**': 1}", "{a: 1, 'a.b': 1}"));
    assertEquals(51271, projected("{'$**': 1}", "{a: 'x'}"));
    assertEquals(7246209, projected("{a: 1, '$**': 1}", "{b: 0}"));
    assertEquals(7246208, projected("{a: 1, '$**': 1}", "{a: 1}"));
    assertEquals(7246200, projected("{'$**': 1, c: 1}", "{'a.b': 1, 'a.b.c': 1}"));
  }

  private int projected(String key, String projection) {
    return refused("{key: " + key + ", name: 'i', wildcardProjection: " + projection + "}");
  }

  @Test
  void aPathIsBoundAndThenItsValues() {
    create("{key: {'$**': 1}, name: 'i'}");
    run("{insert: 'c', documents: [{_id: 1, a: {b: 5}}, {_id: 2, a: {b: 7}}, {_id: 3, b: 5}]}");
    BsonDocument scan = scan("filter: {'a.b': {$gte: 6}}");
    assertEquals(BsonDocument.parse("{$_path: 1, 'a.b': 1}"), scan.getDocument("keyPattern"));
    assertEquals(
        BsonDocument.parse("{$_path: ['[\"a.b\", \"a.b\"]'], 'a.b': ['[6, Infinity]']}"),
        scan.getDocument("indexBounds"));
    assertFalse(scan.getBoolean("isMultiKey").getValue());
    assertEquals(
        "FETCH",
        plan("filter: {'a.b': {$gt: 1}}, sort: {'a.b': -1}").getString("stage").getValue());
    assertEquals(
        "SORT", plan("filter: {'a.b': {$gt: 1}}, sort: {b: 1}").getString("stage").getValue());
    assertEquals(
        BsonDocument.parse("{$_path: 'a.b', 'a.b': 7}"),
        found("filter: {'a.b': 7}, hint: 'i', returnKey: true").get(0));
  }

  @Test
  void whatDocumentsSatisfyIsLookedForInTheSubtree() {
    create("{key: {'$**': 1}, name: 'i'}");
    run("{insert: 'c', documents: [{_id: 1, a: {b: 5, c: 6}}, {_id: 2, a: 1}, {_id: 3, ab: 1}]}");
    assertEquals(
        BsonDocument.parse(
            "{$_path: ['[\"a\", \"a\"]', '[\"a.\", \"a/\")'], a: ['[MinKey, MaxKey]']}"),
        scan("filter: {a: {$exists: true}}").getDocument("indexBounds"));
    assertEquals(2, found("filter: {a: {$exists: true}}, hint: 'i'").size());
    assertEquals(1, found("filter: {a: {b: 5, c: 6}}, hint: 'i'").size());
    assertEquals("COLLSCAN", plan("filter: {a: {$exists: false}}").getString("stage").getValue());
    assertEquals(291, failure("{find: 'c', filter: {a: null}, hint: 'i'}"));
  }

  @Test
  void onlyPathsWithArraysAreMultikey() {
    create("{key: {'$**': 1}, name: 'i'}");
    run("{insert: 'c', documents: [{_id: 1, a: [{b: 1}, {b: 9}], c: {d: 1}}, {_id: 2, a: 3}]}");
    assertTrue(scan("filter: {'a.b': 1}").getBoolean("isMultiKey").getValue());
    assertFalse(scan("filter: {'c.d': 1}").getBoolean("isMultiKey").getValue());
    assertEquals(1, found("filter: {'a.b': {$gt: 8, $lt: 2}}, hint: 'i'").size());
    assertEquals(1, found("filter: {'a.0.b': 1}, hint: 'i'").size());
  }

  @Test
  void aCompoundWildcardIsUsedByItsPrefixAloneToo() {
    create("{key: {a: 1, '$**': 1}, name: 'i', wildcardProjection: {a: 0}}");
    run("{insert: 'c', documents: [{_id: 1, a: 1, b: 10}, {_id: 2, a: 1}, {_id: 3, a: 2, b: 10}]}");
    assertEquals(
        BsonDocument.parse("{a: 1, $_path: 1, b: 1}"),
        scan("filter: {a: 1, b: 10}").getDocument("keyPattern"));
    assertEquals(
        BsonDocument.parse("{a: 1, $_path: 1}"), scan("filter: {a: 1}").getDocument("keyPattern"));
    assertEquals(2, found("filter: {a: 1}, hint: 'i'").size());
    BsonDocument reply = run("{insert: 'c', documents: [{_id: 4, a: [1]}]}");
    assertEquals(
        7246301, reply.getArray("writeErrors").get(0).asDocument().getInt32("code").getValue());
    assertTrue(run("{validate: 'c', full: true}").getBoolean("valid").getValue());
  }

  @Test
  void anIndexBuiltOverDocumentsWithoutItsPathIsSound() {
    run("{insert: 'c', documents: [{_id: 1}, {_id: 2, b: 1}]}");
    create("{key: {'a.$**': 1}, name: 'i'}");
    assertTrue(run("{validate: 'c', full: true}").getBoolean("valid").getValue());
  }

  @Test
  void pathsOutsideTheProjectionAreNoBusinessOfIt() {
    create("{key: {'$**': 1}, name: 'i', wildcardProjection: {a: 1}}");
    run("{insert: 'c', documents: [{_id: 1, a: 1, b: 2}]}");
    assertEquals("IXSCAN", scan("filter: {a: 1}").getString("stage").getValue());
    assertEquals("COLLSCAN", scan("filter: {b: 2}").getString("stage").getValue());
    assertEquals(291, failure("{find: 'c', filter: {b: 2}, hint: 'i'}"));
    assertEquals(291, failure("{find: 'c', filter: {_id: 1}, hint: 'i'}"));
    assertEquals(51174, failure("{find: 'c', min: {a: 1}, hint: 'i'}"));
  }
}
