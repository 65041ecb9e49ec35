package dev.meerkat.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the planner remembers and is told. */
final class PlanCacheTest extends EngineFixture {
  @BeforeEach
  void fill() {
    List<BsonValue> documents = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      documents.add(
          new BsonDocument("_id", new BsonInt32(i))
              .append("a", new BsonInt32(i))
              .append("b", new BsonInt32(i % 2)));
    }
    run(
        "test",
        new BsonDocument("insert", new BsonString("c"))
            .append("documents", new BsonArray(documents)));
    run("{createIndexes: 'c', indexes: [{key: {a: 1}, name: 'a_1'}, {key: {b: 1}, name: 'b_1'}]}");
  }

  @Test
  void theSecondTrialOfAShapeIsRememberedForTheThird() {
    assertTrue(plans().isEmpty());
    find("{a: 5, b: 1}");
    assertFalse(plans().get(0).asDocument().getBoolean("isActive").getValue());
    find("{b: 1, a: 7}");
    assertEquals(1, plans().size());
    assertTrue(plans().get(0).asDocument().getBoolean("isActive").getValue());
    assertEquals(1, find("{a: 9, b: 1}"));
    find("{a: {$gt: 9}, b: 1}");
    assertEquals(2, plans().size());
  }

  @Test
  void aPlanThatIsBadForOtherValuesIsMadeAnew() {
    find("{a: 5, b: 1}");
    find("{a: 5, b: 1}");
    // Many documents with this a and none with this b: the index on b is the better one now.
    for (int i = 0; i < 300; i++) {
      run("{insert: 'c', documents: [{a: 5, b: 1}]}");
    }
    assertEquals(0, find("{a: 5, b: 7}"));
    assertFalse(plans().get(0).asDocument().getBoolean("isActive").getValue());
    assertEquals("b_1", index("{find: 'c', filter: {a: 5, b: 7}}"));
  }

  @Test
  void clearingForgetsOneShapeOrAll() {
    find("{a: 5, b: 1}");
    find("{a: {$gt: 5}, b: 1}");
    run("{planCacheClear: 'c', query: {a: 0, b: 0}}");
    assertEquals(1, plans().size());
    assertEquals(2, failure("{planCacheClear: 'c', sort: {a: 1}}"));
    assertEquals(2, failure("{planCacheClear: 'c', query: 1}"));
    assertEquals(31254, failure("{planCacheClear: 'c', query: {a: 1}, projection: {a: 1, b: 0}}"));
    run("{planCacheClear: 'c'}");
    assertTrue(plans().isEmpty());
    run("{planCacheClear: 'none', query: 1}");
  }

  @Test
  void anotherIndexMakesPlansAnew() {
    find("{a: 5, b: 1}");
    find("{a: 5, b: 1}");
    run("{createIndexes: 'c', indexes: [{key: {a: 1, b: 1}, name: 'ab'}]}");
    assertEquals(1, find("{a: 5, b: 1}"));
    assertFalse(plans().get(0).asDocument().getBoolean("isActive").getValue());
  }

  @Test
  void anIndexFilterBoundsThePlanner() {
    assertEquals("a_1", index("{find: 'c', filter: {a: 5, b: 1}}"));
    run("{planCacheSetFilter: 'c', query: {a: 1, b: 1}, indexes: ['b_1']}");
    assertEquals("b_1", index("{find: 'c', filter: {a: 5, b: 1}}"));
    assertEquals("b_1", index("{find: 'c', filter: {a: 5, b: 1}, hint: 'a_1'}"));
    assertEquals("b_1", index("{count: 'c', query: {a: 5, b: 1}}"));
    assertEquals("b_1", index("{distinct: 'c', key: 'd', query: {a: 5, b: 1}}"));
    assertEquals("a_1", index("{find: 'c', filter: {a: {$gt: 5}, b: 1}, sort: {a: 1}}"));
    assertEquals(1, run("{planCacheListFilters: 'c'}").getArray("filters").size());
    run("{planCacheSetFilter: 'c', query: {a: 1, b: 1}, indexes: [{nothing: 1}]}");
    assertEquals("COLLSCAN", index("{find: 'c', filter: {a: 5, b: 1}}"));
    run("{planCacheClearFilters: 'c', query: {b: 2, a: 2}}");
    assertTrue(run("{planCacheListFilters: 'c'}").getArray("filters").isEmpty());
    assertEquals("a_1", index("{find: 'c', filter: {a: 5, b: 1}}"));
  }

  @Test
  void explainSaysWhatADeleteWouldDo() {
    assertEquals(
        new BsonInt32(100),
        explained("{delete: 'c', deletes: [{q: {b: 1}, limit: 0}]}")
            .getDocument("executionStages")
            .get("nWouldDelete"));
    assertEquals(
        new BsonInt32(1),
        explained("{delete: 'c', deletes: [{q: {b: 1}, limit: 1}]}")
            .getDocument("executionStages")
            .get("nWouldDelete"));
    assertEquals(
        new BsonInt32(5),
        explained("{aggregate: 'c', pipeline: [{$match: {b: 1}}, {$limit: 5}], cursor: {}}")
            .get("nReturned"));
    assertEquals(200, run("{count: 'c'}").getInt32("n").getValue());
  }

  private BsonDocument explained(String command) {
    return run("{explain: " + command + ", verbosity: 'executionStats'}")
        .getDocument("executionStats");
  }

  private int find(String filter) {
    return run("{find: 'c', filter: " + filter + "}")
        .getDocument("cursor")
        .getArray("firstBatch")
        .size();
  }

  private BsonArray plans() {
    return run("{aggregate: 'c', pipeline: [{$planCacheStats: {}}], cursor: {}}")
        .getDocument("cursor")
        .getArray("firstBatch");
  }

  /** The index that the winning plan reads, or its stage where there is none. */
  private String index(String command) {
    BsonDocument stage =
        run("{explain: " + command + ", verbosity: 'queryPlanner'}")
            .getDocument("queryPlanner")
            .getDocument("winningPlan");
    while (!stage.containsKey("indexName") && stage.isDocument("inputStage")) {
      stage = stage.getDocument("inputStage");
    }
    return stage.getString(stage.containsKey("indexName") ? "indexName" : "stage").getValue();
  }
}
