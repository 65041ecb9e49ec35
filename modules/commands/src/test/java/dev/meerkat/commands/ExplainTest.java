package dev.meerkat.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Explain tells of every command the plan that it has when it runs, and changes nothing. */
final class ExplainTest extends EngineFixture {
  @BeforeEach
  void fill() {
    run("{createIndexes: 'c', indexes: [{key: {a: 1}, name: 'a'}, {key: {b: 1}, name: 'b'}]}");
    StringBuilder documents = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      documents
          .append(i == 0 ? "" : ", ")
          .append("{_id: " + i + ", a: " + i % 10 + ", b: " + i % 7 + "}");
    }
    run("{insert: 'c', documents: [" + documents + "]}");
  }

  private BsonDocument explain(String command, String verbosity) {
    return run("{explain: " + command + ", verbosity: '" + verbosity + "'}");
  }

  private BsonDocument stages(String command) {
    return explain(command, "executionStats")
        .getDocument("executionStats")
        .getDocument("executionStages");
  }

  private static int number(BsonDocument stage, String name) {
    return stage.getInt32(name).getValue();
  }

  @Test
  void anUpdateTellsWhatItWouldModifyAndUpsert() {
    BsonDocument all =
        stages("{update: 'c', updates: [{q: {a: 3}, u: {$set: {b: 3}}, multi: true}]}");
    assertEquals("UPDATE", all.getString("stage").getValue());
    assertEquals(10, number(all, "nMatched"));
    int already = run("{count: 'c', query: {a: 3, b: 3}}").getInt32("n").getValue();
    assertTrue(already > 0);
    assertEquals(10 - already, number(all, "nWouldModify"));
    assertEquals(0, number(all, "nWouldUpsert"));
    BsonDocument one = stages("{update: 'c', updates: [{q: {a: 3}, u: {$set: {x: 1}}}]}");
    assertEquals(1, number(one, "nWouldModify"));
    assertEquals(1, number(one.getDocument("inputStage"), "docsExamined"));
    BsonDocument upsert =
        stages("{update: 'c', updates: [{q: {a: 77}, u: {$set: {x: 1}}, upsert: true}]}");
    assertEquals(1, number(upsert, "nWouldUpsert"));
    assertEquals(0, run("{count: 'c', query: {x: 1}}").getInt32("n").getValue());
    assertEquals(100, run("{count: 'c'}").getInt32("n").getValue());
  }

  @Test
  void variablesOfTheCommandAreKnown() {
    BsonDocument update =
        stages(
            "{update: 'c', let: {k: 3}, updates: [{q: {$expr: {$eq: ['$a', '$$k']}}, u: {$inc: {b:"
                + " 1}}, multi: true}]}");
    assertEquals(10, number(update, "nWouldModify"));
    BsonDocument delete =
        stages(
            "{delete: 'c', let: {k: 3}, deletes: [{q: {$expr: {$eq: ['$a', '$$k']}}, limit: 0}]}");
    assertEquals(10, number(delete, "nWouldDelete"));
  }

  @Test
  void findAndModifyTellsOfOneDocument() {
    BsonDocument modify =
        stages("{findAndModify: 'c', query: {a: 3}, sort: {_id: -1}, update: {$inc: {b: 1}}}");
    assertEquals("UPDATE", modify.getString("stage").getValue());
    assertEquals(1, number(modify, "nWouldModify"));
    BsonDocument remove = stages("{findAndModify: 'c', query: {a: 3}, remove: true}");
    assertEquals("DELETE", remove.getString("stage").getValue());
    assertEquals(1, number(remove, "nWouldDelete"));
    assertEquals(100, run("{count: 'c'}").getInt32("n").getValue());
  }

  @Test
  void findAndModifyTellsOfTheDocumentThatItAnswers() {
    for (String what :
        List.of("update: {$inc: {b: 1}}", "update: {$inc: {b: 1}}, new: true", "remove: true")) {
      assertEquals(1, answered("{_id: 3}", what));
      assertEquals(0, answered("{_id: 'none'}", what));
    }
    assertEquals(0, answered("{_id: 'none'}", "update: {$inc: {b: 1}}, upsert: true"));
    assertEquals(1, answered("{_id: 'none'}", "update: {$inc: {b: 1}}, upsert: true, new: true"));
    BsonDocument projected =
        stages("{findAndModify: 'c', query: {a: 3}, fields: {a: 1}, remove: true}");
    assertEquals("PROJECTION_SIMPLE", projected.getString("stage").getValue());
    assertEquals(1, number(projected, "nReturned"));
    assertEquals("DELETE", projected.getDocument("inputStage").getString("stage").getValue());
  }

  private long answered(String query, String what) {
    return number(stages("{findAndModify: 'c', query: " + query + ", " + what + "}"), "nReturned");
  }

  @Test
  void whatIsAboveAPlanTellsOfItsOwnWork() {
    BsonDocument update =
        stages("{update: 'c', updates: [{q: {a: 3}, u: {$inc: {b: 1}}, multi: true}]}");
    BsonDocument input = update.getDocument("inputStage");
    assertEquals(number(input, "works"), number(update, "works"));
    assertEquals(0, number(update, "advanced"));
    assertEquals(number(update, "works") - number(update, "isEOF"), number(update, "needTime"));
    assertEquals(0, number(update, "needYield"));
  }

  @Test
  void aCollectionThatIsNotThereIsExecutedToo() {
    BsonDocument stage = stages("{find: 'none', filter: {a: 3}}");
    assertEquals("EOF", stage.getString("stage").getValue());
    assertEquals("nonExistentNamespace", stage.getString("type").getValue());
    assertEquals(
        "predicateEvalsToFalse",
        stages("{find: 'c', filter: {a: {$gt: 3, $lt: 3}}}").getString("type").getValue());
    assertEquals(1, number(stage, "isEOF"));
    assertEquals(0, number(stages("{count: 'none', query: {a: 3}}"), "nCounted"));
    assertEquals(
        1,
        number(
            stages("{update: 'none', updates: [{q: {a: 3}, u: {$set: {b: 1}}, upsert: true}]}"),
            "nWouldUpsert"));
  }

  @Test
  void explanationsTellTheShapeAndTheParameters() {
    BsonDocument one = explain("{find: 'c', filter: {a: 3}}", "queryPlanner");
    BsonDocument other = explain("{find: 'c', filter: {a: 7}}", "queryPlanner");
    assertEquals(64, one.getString("queryShapeHash").getValue().length());
    assertEquals(one.get("queryShapeHash"), other.get("queryShapeHash"));
    assertFalse(explain("{count: 'c'}", "queryPlanner").containsKey("queryShapeHash"));
    assertEquals(
        one.getDocument("queryPlanner").get("planCacheKey"),
        other.getDocument("queryPlanner").get("planCacheKey"));
    assertEquals(
        100 * 1024 * 1024,
        number(
            one.getDocument("serverParameters"), "internalQueryMaxBlockingSortMemoryUsageBytes"));
  }

  @Test
  void countsTellWhatTheyCountedAndSkipped() {
    BsonDocument count = stages("{count: 'c', query: {a: 3}, skip: 2, limit: 5}");
    assertEquals(5, number(count, "nCounted"));
    assertEquals(2, number(count, "nSkipped"));
    assertEquals(7, number(count.getDocument("inputStage"), "keysExamined"));
    assertEquals(3, number(stages("{count: 'c', query: {x: null}, limit: 3}"), "nCounted"));
    BsonDocument fast = stages("{count: 'c'}");
    assertEquals("RECORD_STORE_FAST_COUNT", fast.getString("stage").getValue());
    assertEquals(100, number(fast, "nCounted"));
  }

  @Test
  void aggregationsTellOfThePlanOfTheirBeginningAndOfEachStage() {
    BsonDocument reply =
        explain(
            "{aggregate: 'c', pipeline: [{$match: {a: {$lt: 3}}}, {$sort: {a: -1}}, {$group: {_id:"
                + " '$a', n: {$sum: 1}}}, {$match: {n: {$gt: 1}}}], cursor: {}}",
            "executionStats");
    BsonArray stages = reply.getArray("stages");
    BsonDocument cursor = stages.get(0).asDocument().getDocument("$cursor");
    assertEquals(
        "PROJECTION_COVERED",
        cursor
            .getDocument("queryPlanner")
            .getDocument("winningPlan")
            .getString("stage")
            .getValue());
    assertEquals(30, number(cursor.getDocument("executionStats"), "totalKeysExamined"));
    assertEquals(0, number(cursor.getDocument("executionStats"), "totalDocsExamined"));
    assertEquals(30, stages.get(0).asDocument().getInt64("nReturned").getValue());
    assertEquals(3, stages.get(1).asDocument().getInt64("nReturned").getValue());
    BsonDocument whole =
        explain(
            "{aggregate: 'c', pipeline: [{$sort: {a: 1}}, {$limit: 3}], cursor: {}}",
            "executionStats");
    assertEquals(3, number(whole.getDocument("executionStats"), "totalDocsExamined"));
  }

  /** The clock goes on by a second at each look: each stage takes longer than its input. */
  @Test
  void eachStageTellsHowLongItHasWorked() {
    time.step(1_000_000_000);
    BsonDocument stage =
        stages("{find: 'c', filter: {a: {$in: [1, 2]}, b: 3}, sort: {b: 1}, hint: {a: 1}}");
    int above = Integer.MAX_VALUE;
    int depth = 0;
    while (true) {
      int millis = number(stage, "executionTimeMillisEstimate");
      assertTrue(millis > 0 && millis < above, stage.toJson());
      List<String> names = List.copyOf(stage.keySet());
      assertEquals(
          names.indexOf("nReturned") + 1,
          names.indexOf("executionTimeMillisEstimate"),
          stage.toJson());
      above = millis;
      depth++;
      if (!stage.isDocument("inputStage")) {
        break;
      }
      stage = stage.getDocument("inputStage");
    }
    assertEquals(3, depth);
    for (String merged : List.of("{a: {$in: [1, 2]}}", "{$or: [{a: 1}, {b: 1}]}")) {
      BsonDocument top = stages("{find: 'c', filter: " + merged + ", sort: {_id: 1}}");
      assertTrue(number(top, "executionTimeMillisEstimate") > 0, top.toJson());
    }
    assertTrue(number(stages("{count: 'c', query: {a: 3}}"), "executionTimeMillisEstimate") > 0);
    for (BsonValue trial :
        explain("{find: 'c', filter: {a: 3, b: 3}}", "allPlansExecution")
            .getDocument("executionStats")
            .getArray("allPlansExecution")) {
      assertTrue(number(trial.asDocument(), "executionTimeMillisEstimate") > 0);
      assertTrue(
          number(trial.asDocument().getDocument("executionStages"), "executionTimeMillisEstimate")
              > 0);
    }
    long before = 0;
    for (BsonValue each :
        explain(
                "{aggregate: 'c', pipeline: [{$match: {a: 3}}, {$set: {x: 1}}, {$group: {_id:"
                    + " '$b'}}], cursor: {}}",
                "executionStats")
            .getArray("stages")) {
      long millis = each.asDocument().getInt64("executionTimeMillisEstimate").getValue();
      assertTrue(millis > before, each.toString());
      before = millis;
    }
  }

  @Test
  void theTopmostStageTellsWhetherItsPlanIsCached() {
    for (String command :
        List.of(
            "{find: 'c', filter: {a: 3, b: 3}}",
            "{find: 'c', filter: {a: 3}, projection: {a: 1, b: 1}}",
            "{find: 'c', filter: {_id: 3}}",
            "{find: 'nowhere'}",
            "{count: 'c'}",
            "{count: 'c', query: {a: 3}}",
            "{delete: 'c', deletes: [{q: {a: 3}, limit: 0}]}",
            "{update: 'c', updates: [{q: {_id: 3}, u: {$set: {a: 1}}}]}")) {
      BsonDocument explained = explain(command, "executionStats");
      for (BsonDocument top :
          List.of(
              explained.getDocument("queryPlanner").getDocument("winningPlan"),
              explained.getDocument("executionStats").getDocument("executionStages"))) {
        assertEquals(
            List.of("isCached", "stage"), List.copyOf(top.keySet()).subList(0, 2), command);
        assertFalse(top.toString().indexOf("isCached") != top.toString().lastIndexOf("isCached"));
      }
    }
  }

  @Test
  void duplicatesAndWhatIsRejectedAreTold() {
    run(
        "{createIndexes: 't', indexes: [{key: {tags: 1}, name: 't'}, {key: {s: 'text'}, name:"
            + " 's'}]}");
    run(
        "{insert: 't', documents: [{tags: ['x', 'y'], s: 'hot dogs'}, {tags: ['x', 'y'], s: 'dogs"
            + " hot'}]}");
    BsonDocument fetch = stages("{find: 't', filter: {tags: {$in: ['x', 'y']}}}");
    assertEquals(0, number(fetch, "alreadyHasObj"));
    assertEquals(4, number(fetch.getDocument("inputStage"), "dupsTested"));
    assertEquals(2, number(fetch.getDocument("inputStage"), "dupsDropped"));
    BsonDocument or = stages("{find: 'c', filter: {$or: [{a: 3}, {b: 3}]}}");
    or = or.getDocument("inputStage");
    assertEquals("OR", or.getString("stage").getValue());
    assertEquals(number(or, "nReturned") + number(or, "dupsDropped"), number(or, "dupsTested"));
    assertEquals(
        1,
        number(
            stages("{find: 't', filter: {$text: {$search: '\\\"hot dogs\\\"'}}}"), "docsRejected"));
  }

  @Test
  void aStageThatWritesIsNotRun() {
    explain(
        "{aggregate: 'c', pipeline: [{$match: {a: 3}}, {$out: 'made'}], cursor: {}}",
        "executionStats");
    assertEquals(0, run("{count: 'made'}").getInt32("n").getValue());
    assertEquals(
        1, run("{listCollections: 1}").getDocument("cursor").getArray("firstBatch").size());
  }

  @Test
  void verbositiesTellMoreAndMore() {
    String find = "{find: 'c', filter: {a: 3, b: 3}}";
    BsonDocument planner = explain(find, "queryPlanner");
    assertFalse(planner.containsKey("executionStats"));
    assertFalse(planner.getDocument("queryPlanner").getArray("rejectedPlans").isEmpty());
    BsonDocument stats = explain(find, "executionStats").getDocument("executionStats");
    assertFalse(stats.containsKey("allPlansExecution"));
    BsonArray trial =
        explain(find, "allPlansExecution")
            .getDocument("executionStats")
            .getArray("allPlansExecution");
    assertTrue(trial.size() > 1);
    for (BsonValue each : trial) {
      assertTrue(each.asDocument().isDocument("executionStages"));
    }
    for (String other :
        List.of(
            "{count: 'c', query: {a: 3}}",
            "{distinct: 'c', key: 'a'}",
            "{delete: 'c', deletes: [{q: {a: 3}, limit: 1}]}")) {
      for (String verbosity : List.of("queryPlanner", "executionStats", "allPlansExecution")) {
        BsonDocument reply = explain(other, verbosity);
        assertEquals(!verbosity.equals("queryPlanner"), reply.containsKey("executionStats"), other);
        assertTrue(reply.isDocument("serverInfo"), other);
      }
    }
  }

  /** A null key may stand for a missing field: then the document is read, and the field missing. */
  @Test
  void whatIsMissingStaysMissingInACoveredAnswer() {
    run("{insert: 'c', documents: [{_id: 200, b: 1}, {_id: 201, a: null, b: 1}]}");
    BsonArray found =
        run("{find: 'c', filter: {a: {$not: {$gt: 0}}}, projection: {a: 1, _id: 0}, hint: 'a'}")
            .getDocument("cursor")
            .getArray("firstBatch");
    assertEquals(12, found.size());
    assertTrue(found.contains(new BsonDocument()));
    assertTrue(found.contains(BsonDocument.parse("{a: null}")));
    assertEquals(11, run("{distinct: 'c', key: 'a'}").getArray("values").size());
    run("{delete: 'c', deletes: [{q: {_id: 201}, limit: 1}]}");
    assertEquals(10, run("{distinct: 'c', key: 'a'}").getArray("values").size());
  }

  @Test
  void aSortTellsTheMemoryThatItMayTake() {
    String sort = "{find: 'c', sort: {_id: 1, b: 1}}";
    admin("{setParameter: 1, internalQueryMaxBlockingSortMemoryUsageBytes: 5000000}");
    BsonDocument planned = explain(sort, "queryPlanner").getDocument("queryPlanner");
    assertEquals(5_000_000, planned.getDocument("winningPlan").getInt64("memLimit").getValue());
    assertEquals(5_000_000, stages(sort).getInt64("memLimit").getValue());
  }
}
