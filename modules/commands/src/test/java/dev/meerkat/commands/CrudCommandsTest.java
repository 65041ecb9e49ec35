package dev.meerkat.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.spi.ServerException;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the commands that read and write documents answer, field by field. */
final class CrudCommandsTest extends EngineFixture {
  @BeforeEach
  void insertThree() {
    run("{insert: 'c', documents: [{_id: 1, a: 1}, {_id: 2, a: 2}, {_id: 3, a: 2}]}");
  }

  private static BsonArray batch(BsonDocument reply, String name) {
    return reply.getDocument("cursor").getArray(name);
  }

  @Test
  void insertCountsAndReportsDuplicates() {
    BsonDocument reply = run("{insert: 'c', documents: [{_id: 9}, {_id: 1}, {_id: 10}]}");
    assertEquals(new BsonInt32(1), reply.get("n"));
    BsonDocument error = reply.getArray("writeErrors").get(0).asDocument();
    assertEquals(new BsonInt32(1), error.get("index"));
    assertEquals(new BsonInt32(11000), error.get("code"));
    BsonDocument unordered = run("{insert: 'c', ordered: false, documents: [{_id: 1}, {_id: 10}]}");
    assertEquals(new BsonInt32(1), unordered.get("n"));
  }

  @Test
  void batchesHaveOneToAHundredThousandStatements() {
    assertEquals(16, failure("{insert: 'c', documents: []}"));
    assertEquals(16, failure("{update: 'c', updates: []}"));
    assertEquals(16, failure("{delete: 'c', deletes: []}"));
  }

  @Test
  void findAnswersBatchesThatGetMoreContinues() {
    BsonDocument first = run("{find: 'c', sort: {_id: 1}, batchSize: 2}");
    assertEquals(2, batch(first, "firstBatch").size());
    BsonInt64 id = first.getDocument("cursor").getInt64("id");
    assertNotEquals(0, id.getValue());
    assertEquals("test.c", first.getDocument("cursor").getString("ns").getValue());
    BsonDocument next = run("{getMore: {$numberLong: '" + id.getValue() + "'}, collection: 'c'}");
    assertEquals(
        new BsonArray(java.util.List.of(BsonDocument.parse("{_id: 3, a: 2}"))),
        batch(next, "nextBatch"));
    assertEquals(new BsonInt64(0), next.getDocument("cursor").get("id"));
    assertEquals(43, failure("{getMore: {$numberLong: '" + id.getValue() + "'}, collection: 'c'}"));
  }

  @Test
  void killCursorsSaysWhichItHasFound() {
    BsonInt64 id = run("{find: 'c', batchSize: 1}").getDocument("cursor").getInt64("id");
    BsonDocument reply =
        run(
            "{killCursors: 'c', cursors: [{$numberLong: '%d'}, {$numberLong: '77'}]}"
                .formatted(id.getValue()));
    assertEquals(id, reply.getArray("cursorsKilled").get(0));
    assertEquals(new BsonInt64(77), reply.getArray("cursorsNotFound").get(0));
    assertTrue(reply.getArray("cursorsAlive").isEmpty());
    assertTrue(reply.getArray("cursorsUnknown").isEmpty());
  }

  @Test
  void updateTellsMatchedModifiedAndUpserted() {
    BsonDocument reply =
        run(
            "{update: 'c', updates: [{q: {a: 2}, u: {$set: {a: 2, b: 1}}, multi: true},"
                + " {q: {_id: 2}, u: {$set: {b: 1}}}, {q: {_id: 7}, u: {$set: {b: 1}}, upsert:"
                + " true}]}");
    assertEquals(new BsonInt32(4), reply.get("n"));
    assertEquals(new BsonInt32(2), reply.get("nModified"));
    assertEquals(BsonDocument.parse("{index: 2, _id: 7}"), reply.getArray("upserted").get(0));
  }

  @Test
  void updateStatementsAreCheckedBeforeAnythingIsDone() {
    assertEquals(9, failure("{update: 'c', updates: [{q: {}, u: 1}]}"));
    assertEquals(40414, failure("{update: 'c', updates: [{q: {}}]}"));
    assertEquals(40415, failure("{update: 'c', updates: [{q: {}, u: {}, x: 1}]}"));
    assertEquals(14, failure("{update: 'c', updates: [{q: {}, u: {}, multi: 1}]}"));
  }

  @Test
  void deleteTakesLimitZeroOrOne() {
    assertEquals(new BsonInt32(1), run("{delete: 'c', deletes: [{q: {a: 2}, limit: 1}]}").get("n"));
    assertEquals(new BsonInt32(2), run("{delete: 'c', deletes: [{q: {}, limit: 0}]}").get("n"));
    assertEquals(9, failure("{delete: 'c', deletes: [{q: {}, limit: 2}]}"));
    assertEquals(40414, failure("{delete: 'c', deletes: [{q: {}}]}"));
  }

  @Test
  void findAndModifyAnswersTheDocumentAndWhatHasBecomeOfIt() {
    BsonDocument before = run("{findAndModify: 'c', query: {_id: 1}, update: {$set: {a: 5}}}");
    assertEquals(BsonDocument.parse("{_id: 1, a: 1}"), before.get("value"));
    assertEquals(
        BsonDocument.parse("{n: 1, updatedExisting: true}"), before.get("lastErrorObject"));
    BsonDocument after =
        run("{findandmodify: 'c', query: {_id: 1}, update: {$set: {a: 6}}, new: 1}");
    assertEquals(BsonDocument.parse("{_id: 1, a: 6}"), after.get("value"));
    BsonDocument upserted =
        run("{findAndModify: 'c', query: {_id: 8}, update: {a: 1}, upsert: true}");
    assertEquals(BsonNull.VALUE, upserted.get("value"));
    assertEquals(
        BsonDocument.parse("{n: 1, updatedExisting: false, upserted: 8}"),
        upserted.get("lastErrorObject"));
    BsonDocument removed = run("{findAndModify: 'c', query: {_id: 8}, remove: true}");
    assertEquals(BsonDocument.parse("{n: 1}"), removed.get("lastErrorObject"));
  }

  @Test
  void findAndModifyRefusesWhatDoesNotGoTogether() {
    assertEquals(9, failure("{findAndModify: 'c'}"));
    assertEquals(9, failure("{findAndModify: 'c', remove: true, update: {a: 1}}"));
    assertEquals(9, failure("{findAndModify: 'c', remove: true, new: true}"));
    assertEquals(9, failure("{findAndModify: 'c', remove: true, upsert: true}"));
    assertEquals(9, failure("{findAndModify: 'c', update: 1}"));
  }

  @Test
  void countAndDistinctAnswerTheirValues() {
    assertEquals(new BsonInt32(3), run("{count: 'c'}").get("n"));
    assertEquals(new BsonInt32(2), run("{count: 'c', query: {a: 2}}").get("n"));
    assertEquals(new BsonInt32(1), run("{count: 'c', limit: -1}").get("n"));
    assertEquals(new BsonInt32(0), run("{count: 'none'}").get("n"));
    assertEquals(2, run("{distinct: 'c', key: 'a'}").getArray("values").size());
  }

  @Test
  void aggregateNeedsACursor() {
    assertEquals(9, failure("{aggregate: 'c', pipeline: []}"));
    assertEquals(14, failure("{aggregate: 'c', pipeline: {}, cursor: {}}"));
    assertEquals(14, failure("{aggregate: 'c', pipeline: [1], cursor: {}}"));
    assertEquals(2, failure("{aggregate: 'c', pipeline: [], cursor: {batchSize: -1}}"));
    assertEquals(9, failure("{aggregate: 2, pipeline: [], cursor: {}}"));
    BsonDocument reply =
        run("{aggregate: 'c', pipeline: [{$match: {a: 2}}], cursor: {batchSize: 1}}");
    assertEquals(1, batch(reply, "firstBatch").size());
  }

  @Test
  void bulkWriteAnswersACursorOfResults() {
    BsonDocument reply =
        admin(
            "{bulkWrite: 1, nsInfo: [{ns: 'test.c'}, {ns: 'test.d'}], ops: [{insert: 1, document:"
                + " {_id: 1}}, {insert: 1, document: {_id: 2}}, {update: 0, filter: {a: 2},"
                + " updateMods: {$set: {a: 3}}, multi: true}, {delete: 0, filter: {_id: 1}}]}");
    assertEquals(4, batch(reply, "firstBatch").size());
    assertEquals(
        BsonDocument.parse("{ok: 1.0, idx: 2, n: 2, nModified: 2}"),
        batch(reply, "firstBatch").get(2));
    assertEquals("admin.$cmd.bulkWrite", reply.getDocument("cursor").getString("ns").getValue());
    assertEquals(new BsonInt32(2), reply.get("nInserted"));
    assertEquals(new BsonInt32(2), reply.get("nMatched"));
    assertEquals(new BsonInt32(2), reply.get("nModified"));
    assertEquals(new BsonInt32(1), reply.get("nDeleted"));
    assertEquals(new BsonInt32(0), reply.get("nErrors"));
  }

  @Test
  void aHintOfAPartialIndexAsksForWhatItHolds() {
    run("{insert: 'p', documents: [{_id: 1, x: 1}, {_id: 2, x: 5}, {_id: 3, x: 10}]}");
    run(
        "{createIndexes: 'p', indexes: [{key: {x: 1}, name: 'x', partialFilterExpression: {x:"
            + " {$gte: 5}}}]}");
    for (String filter : new String[] {"{}", "{x: {$lt: 20}}"}) {
      BsonDocument reply = run("{find: 'p', hint: 'x', filter: " + filter + "}");
      assertEquals(2, reply.getDocument("cursor").getArray("firstBatch").size(), filter);
    }
    assertEquals(3, run("{find: 'p'}").getDocument("cursor").getArray("firstBatch").size());
  }

  @Test
  void whatMongoDbsOwnLibrariesMakeOfTheLargestDecimal() {
    BsonDocument reply =
        run(
            "{aggregate: 1, pipeline: [{$documents: [{a: {$numberDecimal:"
                + " '9.999999999999999999999999999999999E+6144'}}]}, {$project: {a: {$pow: ['$a',"
                + " 1]}}}], cursor: {}}");
    assertEquals(
        "Infinity",
        reply
            .getDocument("cursor")
            .getArray("firstBatch")
            .getFirst()
            .asDocument()
            .getDecimal128("a")
            .getValue()
            .toString());
    assertEquals(
        9527900, failure("{aggregate: 'c', pipeline: [{$unset: 'a\\u0000b'}], cursor: {}}"));
  }

  @Test
  void bulkWriteRefusesTheOptionsOfUpdatesThatUpdateRefuses() {
    for (String options : new String[] {"multi: true, sort: {a: 1}", "upsertSupplied: true"}) {
      ServerException refused =
          assertThrows(
              ServerException.class,
              () ->
                  admin(
                      "{bulkWrite: 1, nsInfo: [{ns: 'test.c'}], ops: [{update: 0, filter: {},"
                          + " updateMods: {$set: {a: 1}}, %s}]}".formatted(options)),
              options);
      assertEquals(9, refused.code().number(), options);
    }
  }

  @Test
  void bulkWriteTellsOperationsByTheirFirstField() {
    for (String op : new String[] {"{}", "{merge: 0}", "{document: {}, insert: 0}"}) {
      String command = "{bulkWrite: 1, ops: [" + op + "], nsInfo: [{ns: 'test.c'}]}";
      ServerException error = assertThrows(ServerException.class, () -> admin(command), op);
      assertEquals(40415, error.code().number(), op);
    }
  }

  @Test
  void bulkWriteStopsAtTheFirstErrorWhereItIsOrdered() {
    String ops =
        " nsInfo: [{ns: 'test.c'}], ops: [{insert: 0, document: {_id: 1}}, {insert: 0, document:"
            + " {_id: 20}}]}";
    BsonDocument ordered = admin("{bulkWrite: 1, errorsOnly: true," + ops);
    assertEquals(new BsonInt32(1), ordered.get("nErrors"));
    assertEquals(new BsonInt32(0), ordered.get("nInserted"));
    BsonDocument error = batch(ordered, "firstBatch").get(0).asDocument();
    assertEquals(new BsonInt32(11000), error.get("code"));
    BsonDocument unordered = admin("{bulkWrite: 1, ordered: false," + ops);
    assertEquals(new BsonInt32(1), unordered.get("nInserted"));
    assertEquals(2, batch(unordered, "firstBatch").size());
  }

  @Test
  void explainShowsThePlanUnderTheCommandsOwnStage() {
    BsonDocument count = run("{explain: {count: 'c', query: {a: 1}}, verbosity: 'queryPlanner'}");
    BsonDocument plan = count.getDocument("queryPlanner").getDocument("winningPlan");
    assertEquals("COUNT", plan.getString("stage").getValue());
    assertEquals(2, failure("{explain: {count: 'c'}, verbosity: 'x'}"));
    assertEquals(59, failure("{explain: {noSuchCommand: 1}}"));
    assertEquals(20, failure("{explain: {ping: 1}}"));
  }
}
