package dev.meerkat.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.bson.BsonDocument;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which finds and writes of one document are told as express plans, and how. */
final class ExpressPlanTest extends EngineFixture {
  private static final String COLLATION = "{locale: 'en', strength: 2}";

  @BeforeEach
  void fill() {
    run(
        "{createIndexes: 'c', indexes: [{key: {a: 1}, name: 'a'}, {key: {a: 1, b: 1}, name: 'ab'},"
            + " {key: {u: -1}, name: 'u', unique: true}, {key: {x: 1, y: 1}, name: 'xy', unique:"
            + " true}, {key: {s: 1}, name: 's', sparse: true}, {key: {p: 1}, name: 'p',"
            + " partialFilterExpression: {p: {$gt: 3}}}, {key: {h: 'hashed'}, name: 'h'}, {key: {n:"
            + " 1}, name: 'n', collation: "
            + COLLATION
            + "}]}");
    run("{create: 'k', clusteredIndex: {key: {_id: 1}, unique: true}}");
    for (String collection : new String[] {"c", "k"}) {
      StringBuilder documents = new StringBuilder();
      for (int i = 0; i < 20; i++) {
        documents.append(i == 0 ? "" : ", ");
        documents.append(
            "{_id: %d, a: %d, b: %d, u: %d, x: %d, y: %d, s: %d, p: %d, h: %d, n: 'n%d'}"
                .formatted(i, i % 4, i, i, i, i, i, i, i, i));
      }
      run("{insert: '" + collection + "', documents: [" + documents + "]}");
    }
  }

  private BsonDocument explained(String command) {
    return run("{explain: " + command + ", verbosity: 'executionStats'}");
  }

  private static BsonDocument winner(BsonDocument explained) {
    return explained.getDocument("queryPlanner").getDocument("winningPlan");
  }

  private static BsonDocument ran(BsonDocument explained) {
    return explained.getDocument("executionStats").getDocument("executionStages");
  }

  private String stage(String command) {
    return winner(explained(command)).getString("stage").getValue();
  }

  /** The time is another each time. */
  private static BsonDocument untimed(BsonDocument stage) {
    assertTrue(stage.containsKey("executionTimeMillisEstimate"), stage.toJson());
    BsonDocument untimed = stage.clone();
    untimed.remove("executionTimeMillisEstimate");
    return untimed;
  }

  @Test
  void aLookUpIsToldAsOneStage() {
    BsonDocument byId = explained("{find: 'c', filter: {_id: 3}}");
    assertEquals(
        BsonDocument.parse(
            "{isCached: false, stage: 'EXPRESS_IXSCAN', keyPattern: {_id: 1}, indexName: '_id_'}"),
        winner(byId));
    assertEquals(
        BsonDocument.parse(
            "{isCached: false, stage: 'EXPRESS_IXSCAN', keyPattern: {_id: 1}, indexName: '_id_',"
                + " nReturned: 1, keysExamined: 1, docsExamined: 1}"),
        untimed(ran(byId)));
    assertEquals(0, byId.getDocument("queryPlanner").getArray("rejectedPlans").size());
    BsonDocument first = explained("{find: 'c', filter: {a: 3}, limit: 1}");
    assertEquals(
        BsonDocument.parse(
            "{isCached: false, stage: 'EXPRESS_IXSCAN', keyPattern: {a: 1}, indexName: 'a'}"),
        winner(first));
    assertEquals(1, ran(first).getInt32("keysExamined").getValue());
    assertEquals(1, ran(first).getInt32("docsExamined").getValue());
    assertEquals(
        3,
        run("{find: 'c', filter: {a: 3}, limit: 1}")
            .getDocument("cursor")
            .getArray("firstBatch")
            .getFirst()
            .asDocument()
            .getInt32("_id")
            .getValue());
    BsonDocument clustered = explained("{find: 'k', filter: {_id: 3}}");
    assertEquals(
        BsonDocument.parse(
            "{isCached: false, stage: 'EXPRESS_CLUSTERED_IXSCAN', nReturned: 1, keysExamined: 0,"
                + " docsExamined: 1}"),
        untimed(ran(clustered)));
  }

  @Test
  void equalitiesOfAnIndexThatAnswersOneDocumentAreExpress() {
    for (String find :
        new String[] {
          "{find: 'c', filter: {u: 3}}",
          "{find: 'c', filter: {u: {$eq: 3}}, projection: {a: 1}}",
          "{find: 'c', filter: {x: 3}, limit: 1}",
          "{find: 'c', filter: {s: 3}, limit: 1}",
          "{find: 'c', filter: {p: 5}, limit: 1}",
          "{find: 'c', filter: {n: 'N3'}, limit: 1, collation: " + COLLATION + "}",
          "{find: 'c', filter: {_id: 3}, projection: {a: 0}}",
          "{find: 'c', filter: {_id: {$in: [3]}}}",
          "{find: 'c', filter: {a: {$in: [3]}}, limit: 1}",
          "{find: 'c', filter: {_id: 3}, sort: {a: 1}, limit: 7}",
          "{aggregate: 'c', pipeline: [{$match: {a: 1}}, {$limit: 1}], cursor: {}}",
        }) {
      assertEquals("EXPRESS_IXSCAN", stage(find), find);
    }
  }

  @Test
  void whatElseIsAskedNeedsAPlanner() {
    for (String find :
        new String[] {
          "{find: 'c', filter: {a: 3}}",
          "{find: 'c', filter: {a: {$lte: 0}}, limit: 1}",
          "{find: 'c', filter: {a: 3, b: 3}, limit: 1}",
          "{find: 'c', filter: {b: 3}, limit: 1}",
          "{find: 'c', filter: {x: 3}}",
          "{find: 'c', filter: {s: null}, limit: 1}",
          "{find: 'c', filter: {p: 2}, limit: 1}",
          "{find: 'c', filter: {h: 2}, limit: 1}",
          "{find: 'c', filter: {n: 'N3'}, limit: 1}",
          "{find: 'c', filter: {a: 3}, limit: 1, hint: {a: 1}}",
          "{find: 'c', filter: {a: 3}, limit: 1, sort: {b: 1}}",
          "{find: 'c', filter: {a: 3}, limit: 1, skip: 1}",
          "{find: 'c', filter: {u: 3}, batchSize: 7}",
          "{find: 'c', filter: {u: 3}, projection: {'a.b': 1}}",
          "{find: 'c', filter: {u: 3}, showRecordId: true}",
          "{find: 'k', filter: {a: 3}, limit: 1}",
        }) {
      assertFalse(stage(find).startsWith("EXPRESS"), find);
    }
    assertEquals("IDHACK", stage("{find: 'c', filter: {_id: 3}, batchSize: 7}"));
    assertEquals("CLUSTERED_IXSCAN", stage("{find: 'k', filter: {_id: 3}, batchSize: 7}"));
  }

  @Test
  void aFilterOfIndexesSaysWhichIsTaken() {
    run("{planCacheSetFilter: 'c', query: {a: 3}, indexes: ['ab']}");
    assertEquals(
        "ab",
        winner(explained("{find: 'c', filter: {a: 3}, limit: 1}"))
            .getString("indexName")
            .getValue());
  }

  @Test
  void settingsOfTheQueryAreHeededAndTold() {
    String query = "{find: 'c', filter: {a: 3}, limit: 1";
    String settings = "{indexHints: [{ns: {db: 'test', coll: 'c'}, allowedIndexes: ['ab']}]%s}";
    String set = "{setQuerySettings: " + query + ", $db: 'test'}, settings: " + settings + "}";
    admin(set.formatted(""));
    BsonDocument planned = explained(query + "}").getDocument("queryPlanner");
    assertEquals(BsonDocument.parse(settings.formatted("")), planned.getDocument("querySettings"));
    BsonDocument plan = planned.getDocument("winningPlan");
    assertEquals("EXPRESS_IXSCAN", plan.getString("stage").getValue());
    assertEquals("ab", plan.getString("indexName").getValue());
    admin(set.formatted(", queryFramework: 'classic'"));
    assertEquals("LIMIT", stage(query + "}"));
  }

  @Test
  void writesOfOneIdAreExpress() {
    BsonDocument update = explained("{update: 'c', updates: [{q: {_id: 3}, u: {$set: {a: 7}}}]}");
    assertEquals(
        BsonDocument.parse(
            "{isCached: false, stage: 'EXPRESS_UPDATE', keyPattern: {_id: 1}, indexName: '_id_'}"),
        winner(update));
    assertEquals(
        BsonDocument.parse(
            "{isCached: false, stage: 'EXPRESS_UPDATE', keyPattern: {_id: 1}, indexName: '_id_',"
                + " nReturned: 0, keysExamined: 1, docsExamined: 1, nWouldModify: 1, nWouldUpsert:"
                + " 0, nWouldDelete: 0}"),
        untimed(ran(update)));
    BsonDocument delete = explained("{delete: 'c', deletes: [{q: {_id: {$eq: 3}}, limit: 0}]}");
    assertEquals("EXPRESS_DELETE", winner(delete).getString("stage").getValue());
    assertEquals(1, ran(delete).getInt32("nWouldDelete").getValue());
    BsonDocument removal = explained("{findAndModify: 'c', query: {_id: 3}, remove: true}");
    assertEquals("EXPRESS_DELETE", winner(removal).getString("stage").getValue());
    assertEquals(1, ran(removal).getInt32("nReturned").getValue());
    assertEquals(
        "EXPRESS_UPDATE",
        stage("{findAndModify: 'c', query: {_id: 3}, update: {$set: {a: 7}}, new: true}"));
    BsonDocument clustered =
        winner(explained("{update: 'k', updates: [{q: {_id: 3}, u: {$set: {a: 7}}}]}"));
    assertEquals(BsonDocument.parse("{isCached: false, stage: 'EXPRESS_UPDATE'}"), clustered);
    assertEquals(20, run("{count: 'c'}").getInt32("n").getValue());
  }

  @Test
  void writesOfWhatElseAreNot() {
    assertEquals(
        "UPDATE", stage("{update: 'c', updates: [{q: {_id: 3}, u: {a: 7}, upsert: true}]}"));
    assertEquals(
        "UPDATE",
        stage("{update: 'c', updates: [{q: {_id: 3}, u: {$set: {a: 7}}, hint: {_id: 1}}]}"));
    assertEquals("UPDATE", stage("{update: 'c', updates: [{q: {u: 3}, u: {$set: {a: 7}}}]}"));
    assertEquals("DELETE", stage("{delete: 'c', deletes: [{q: {_id: 3, a: 3}, limit: 1}]}"));
    assertEquals(
        "PROJECTION_SIMPLE",
        stage("{findAndModify: 'c', query: {_id: 3}, remove: true, fields: {a: 1}}"));
  }
}
