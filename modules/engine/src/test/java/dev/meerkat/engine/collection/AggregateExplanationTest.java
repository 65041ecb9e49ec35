package dev.meerkat.engine.collection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.meerkat.engine.EngineFixture;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.cursor.OpenCursor;
import dev.meerkat.spi.ServerException;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the optimizer makes of pipelines, as explain shows it. */
final class AggregateExplanationTest extends EngineFixture {
  @BeforeEach
  void fill() {
    for (int i = 0; i < 40; i++) {
      insert("{_id: " + i + ", a: " + i % 10 + ", b: " + i % 3 + ", t: [1, 2]}");
    }
    createIndex("{key: {a: 1}, name: 'a'}");
  }

  @AfterEach
  void close() {
    closeEngine();
  }

  @Test
  void leadingStagesAreThePlans() {
    BsonDocument told = explain("[{$match: {a: 3}}, {$sort: {b: 1}}, {$skip: 1}, {$limit: 2}]");
    assertFalse(told.containsKey("stages"));
    assertEquals(2, told.getDocument("executionStats").getNumber("nReturned").intValue());
    assertEquals(List.of(), stages("[{$sort: {a: 1}}, {$match: {b: {$gt: 1}}}]"));
  }

  @Test
  void aFilterPassesStagesThatLeaveItsFieldsAlone() {
    for (String stage :
        List.of(
            "{$project: {a: 1, c: {$add: ['$b', 1]}}}",
            "{$addFields: {c: 1}}",
            "{$unset: 'b'}",
            "{$unwind: '$t'}",
            "{$lookup: {from: 'things', localField: 'a', foreignField: '_id', as: 'j'}}")) {
      BsonDocument told = explain("[" + stage + ", {$match: {a: 3}}]");
      String plan =
          told.getArray("stages")
              .getFirst()
              .asDocument()
              .getDocument("$cursor")
              .getDocument("queryPlanner")
              .getDocument("winningPlan")
              .toJson();
      assertEquals(2, told.getArray("stages").size(), stage);
      assertEquals(true, plan.contains("IXSCAN"), plan);
    }
    assertEquals(
        List.of("$addFields", "$match"), stages("[{$addFields: {a: 1}}, {$match: {a: 3}}]"));
  }

  @Test
  void aFilterPassesStagesThatRenameItsFields() {
    for (String pipeline :
        List.of(
            "[{$project: {z: '$a'}}, {$match: {z: 3}}]",
            "[{$project: {_id: '$a'}}, {$match: {_id: {$in: [3, 4]}}}]",
            "[{$addFields: {z: '$a'}}, {$match: {z: {$gte: 7}}}]",
            "[{$set: {z: '$$ROOT.a', b: 1}}, {$match: {z: 3, b: 1}}]",
            "[{$addFields: {z: '$a'}}, {$match: {$expr: {$eq: ['$z', 3]}}}]",
            "[{$addFields: {z: '$a'}}, {$match: {$expr: {$in: ['$z', [3, {$add: [1, 3]}]]}}}]",
            "[{$addFields: {z: '$a'}}, {$match: {$or: [{z: 3}, {a: 4}]}}]",
            "[{$addFields: {z: '$a'}}, {$match: {z: {$elemMatch: {$gt: 1, $not: {$gt: 3}}}}}]",
            "[{$addFields: {z: '$a'}}, {$set: {y: '$z'}}, {$match: {y: 3}}]",
            "[{$group: {_id: '$a', n: {$push: '$b'}}}, {$match: {_id: 3}}]",
            "[{$group: {_id: {x: '$a', y: '$b'}}}, {$match: {'_id.x': 3}}]",
            "[{$group: {_id: {x: {y: '$a'}}}}, {$match: {'_id.x.y': {$lt: 3}}}]",
            "[{$group: {_id: {x: '$a', y: '$b'}}}, {$match: {'_id.x': {$exists: false}}}]",
            "[{$group: {_id: '$a', n: {$push: '$b'}}}, {$match: {_id: {$mod: [5, 3]}}}]",
            "[{$group: {_id: '$a', n: {$push: '$b'}}}, {$match: {_id: {$elemMatch: {$gt: 3}}}}]",
            "[{$group: {_id: '$a', n: {$push: '$b'}}},"
                + " {$match: {_id: {$gt: 2, $elemMatch: {c: {$exists: 1}, d: {$in: [1, 2]}}}}}]",
            "[{$group: {_id: {x: '$a'}, n: {$push: '$b'}}}, {$project: {z: '$_id.x'}},"
                + " {$match: {z: 3}}]")) {
      assertEquals("IXSCAN", planOf(pipeline), pipeline);
    }
  }

  @Test
  void aFilterStaysWhereItWouldNotMeanTheSame() {
    for (String pipeline :
        List.of(
            "[{$addFields: {z: '$a.c'}}, {$match: {z: 3}}]",
            "[{$addFields: {'z.y': '$a'}}, {$match: {'z.y': 3}}]",
            "[{$project: {z: {y: '$a'}}}, {$match: {'z.y': 3}}]",
            "[{$addFields: {z: '$a'}}, {$match: {$expr: {$eq: [{$getField: 'z'}, 3]}}}]",
            "[{$addFields: {z: '$a'}}, {$match: {$jsonSchema: {properties: {z: {minimum: 3}}}}}]",
            "[{$group: {_id: '$a', n: {$push: '$b'}}}, {$match: {_id: {$exists: true}}}]",
            "[{$group: {_id: '$a', n: {$push: '$b'}}}, {$match: {_id: {$type: 'int'}}}]",
            "[{$group: {_id: {x: '$a', y: '$b'}}}, {$match: {'_id.x': {$type: 'int'}}}]",
            "[{$group: {_id: {x: '$a'}, n: {$push: '$b'}}}, {$match: {'_id.x': {$exists: 1}}}]",
            "[{$group: {_id: '$a', n: {$push: '$b'}}}, {$match: {$expr: {$eq: ['$_id', 3]}}}]",
            "[{$group: {_id: '$a', n: {$push: '$b'}}}, {$match: {_id: /3/}}]",
            "[{$group: {_id: '$a', n: {$push: '$b'}}},"
                + " {$match: {_id: {$elemMatch: {$gt: 3, $not: {$type: 'int'}}}}}]",
            "[{$group: {_id: '$a', n: {$push: '$b'}}},"
                + " {$match: {_id: {$elemMatch: {c: {$type: 'int'}}}}}]",
            "[{$match: {b: 7}}, {$replaceWith: '$a.c'}, {$match: {z: 3}}]",
            "[{$replaceWith: {z: '$a'}}, {$match: {z: 3}}]",
            "[{$replaceWith: '$$ROOT'}, {$match: {z: 3}}]",
            "[{$match: {b: 7}}, {$replaceWith: '$n'}, {$match: {$expr: {$eq: ['$z', 3]}}}]",
            "[{$group: {_id: {x: '$a'}, n: {$push: '$b'}}}, {$match: {_id: {x: 3}}}]",
            "[{$group: {_id: {$add: ['$a', 1]}, n: {$push: '$b'}}}, {$match: {_id: 3}}]",
            "[{$group: {_id: '$a', n: {$push: '$b'}}}, {$project: {z: '$_id.x'}},"
                + " {$match: {z: 3}}]")) {
      List<String> names = stages(pipeline);
      assertEquals("$match", names.isEmpty() ? "" : names.getLast(), pipeline);
    }
  }

  @Test
  void aFilterBehindAUnionIsAskedOfBothCollections() {
    String pipeline =
        "[{$unionWith: {coll: 'things', pipeline: [{$set: {z: '$a'}}]}}, {$match: {a: 3}}]";
    assertEquals("IXSCAN", planOf(pipeline));
    assertEquals(List.of("$unionWith"), stages(pipeline));
    String told = explain(pipeline).getArray("stages").getLast().toString();
    assertEquals(true, told.contains("IXSCAN"), told);
    assertEquals(
        List.of("$unionWith", "$limit"),
        stages("[{$unionWith: 'things'}, {$limit: 3}, {$limit: 5}]"));
  }

  /** What would be refused behind the filter is refused still, for the filter lets it pass. */
  @Test
  void aFilterPassesAStageThatPutsAFieldInTheDocumentsPlace() {
    insert("{_id: 101, n: {x: 1, y: 1}}", "{_id: 102, n: {x: [2, 1]}}", "{_id: 103, n: {x: 2}}");
    String stages = "{$replaceWith: '$n'}, {$match: {x: 1, y: {$exists: false}}}";
    assertEquals(
        List.of(doc("{x: [2, 1]}")), aggregate("[{$match: {_id: {$gt: 100}}}, " + stages + "]"));
    delete("{n: {$exists: false}}", false);
    BsonDocument cursor =
        explain("[" + stages + "]")
            .getArray("stages")
            .getFirst()
            .asDocument()
            .getDocument("$cursor");
    assertEquals(
        doc(
            "{$or: [{$and: [{'n.x': {$eq: 1}}, {'n.y': {$not: {$exists: true}}}]},"
                + " {n: {$type: ['array']}}, {n: {$not: {$type: ['object']}}}]}"),
        cursor.getDocument("queryPlanner").getDocument("parsedQuery"));
    assertEquals(List.of("$replaceRoot"), stages("[" + stages + "]"));
    for (String refused : List.of("[]", "[{x: 1}]", "null", "3", "'x'")) {
      insert("{_id: 104, n: " + refused + "}");
      ServerException refusal =
          assertThrows(
              ServerException.class,
              () -> aggregate("[{$match: {_id: 104}}, " + stages + "]"),
              refused);
      assertEquals(40228, refusal.code().number());
      delete("{_id: 104}", true);
    }
  }

  /** What is told of a filter that has moved is what it has become. */
  @Test
  void theFilterIsToldWithTheNamesThatItHasAtTheCollection() {
    BsonDocument cursor =
        explain("[{$project: {z: '$a'}}, {$match: {z: 3}}]")
            .getArray("stages")
            .getFirst()
            .asDocument()
            .getDocument("$cursor");
    assertEquals(
        BsonDocument.parse("{a: {$eq: 3}}"),
        cursor.getDocument("queryPlanner").getDocument("parsedQuery"));
  }

  /** The leaf of the plan that the leading stages became. */
  private String planOf(String pipeline) {
    BsonDocument told = explain(pipeline);
    BsonDocument planner =
        (told.containsKey("stages")
                ? told.getArray("stages").getFirst().asDocument().getDocument("$cursor")
                : told)
            .getDocument("queryPlanner");
    BsonDocument plan = planner.getDocument("winningPlan");
    while (plan.containsKey("inputStage")) {
      plan = plan.getDocument("inputStage");
    }
    return plan.getString("stage").getValue();
  }

  @Test
  void onlyThePartOfAFilterPassesThatCan() {
    BsonDocument told = explain("[{$unwind: '$t'}, {$match: {a: 3, t: 2}}]");
    assertEquals(
        BsonDocument.parse("{$match: {t: 2}}").toJson(),
        new BsonDocument("$match", told.getArray("stages").getLast().asDocument().get("$match"))
            .toJson());
    assertEquals(List.of("$unwind", "$match"), stages("[{$unwind: '$t'}, {$match: {a: 3, t: 2}}]"));
  }

  @Test
  void aLookupTakesItsUnwindAndTheFilterOfWhatItFinds() {
    String pipeline =
        "[{$lookup: {from: 'things', localField: 'a', foreignField: '%s', as: 'j'}}, {$unwind:"
            + " '$j'}, {$match: {'j.b': 1, 'j.t': 2}}]";
    assertEquals(List.of("$lookup"), stages(pipeline.formatted("_id")));
    BsonDocument indexed = lookup(pipeline.formatted("_id"));
    assertEquals("IndexedLoopJoin", indexed.getString("strategy").getValue());
    assertEquals(
        BsonDocument.parse("{p: [{$match: {b: 1, t: 2}}]}").getArray("p"),
        indexed.getDocument("$lookup").getArray("pipeline"));
    assertEquals("HashJoin", lookup(pipeline.formatted("b")).getString("strategy").getValue());
    assertEquals(
        "IndexedLoopJoin", lookup(pipeline.formatted("a")).getString("strategy").getValue());
  }

  /** Documents, keys, scans and indexes. */
  private String reads(String stages) {
    BsonDocument told = lookup("[" + stages + "]");
    return told.getInt64("totalDocsExamined").getValue()
        + " "
        + told.getInt64("totalKeysExamined").getValue()
        + " "
        + told.getInt64("collectionScans").getValue()
        + " "
        + told.getArray("indexesUsed").stream().map(index -> index.asString().getValue()).toList();
  }

  @Test
  void aLookupTellsWhatItHasReadElsewhere() {
    String lookup = "{$lookup: {from: 'things', localField: '_id', foreignField: '%s', as: 'j'%s}}";
    assertEquals("40 40 0 [_id_]", reads(lookup.formatted("_id", "")));
    assertEquals("40 40 0 [_id_]", reads(lookup.formatted("_id", "") + ", {$unwind: '$j'}"));
    // Four documents have each of the values 0 to 9, and the others none.
    assertEquals("40 40 0 [a]", reads(lookup.formatted("a", "")));
    String scanning = lookup.formatted("b", ", pipeline: [{$limit: 1000}]");
    assertEquals("200 0 5 []", reads("{$limit: 5}, " + scanning));
    assertEquals(
        "0 0 0 []",
        reads("{$lookup: {from: 'none', localField: 'a', foreignField: 'a', as: 'j'}}"));
  }

  @Test
  void aCountReadsNoDocument() {
    for (String counting : List.of("{$count: 'n'}", "{$group: {_id: null, n: {$sum: 1}}}")) {
      BsonDocument told = explain("[" + counting + "]");
      assertEquals(
          "RECORD_STORE_FAST_COUNT",
          told.getArray("stages")
              .getFirst()
              .asDocument()
              .getDocument("$cursor")
              .getDocument("queryPlanner")
              .getDocument("winningPlan")
              .getString("stage")
              .getValue());
    }
  }

  private BsonDocument lookup(String pipeline) {
    return explain(pipeline).getArray("stages").getLast().asDocument();
  }

  /** The names of the stages behind the plan. */
  private List<String> stages(String pipeline) {
    BsonDocument told = explain(pipeline);
    List<String> names = new ArrayList<>();
    if (told.containsKey("stages")) {
      for (BsonValue stage : told.getArray("stages")) {
        names.add(stage.asDocument().getFirstKey());
      }
      names.removeFirst();
    }
    return names;
  }

  private BsonDocument explain(String pipeline) {
    Operation operation = begin();
    try (operation) {
      return engine.reads().explain(operation, request(pipeline), "executionStats");
    }
  }

  private List<BsonDocument> aggregate(String pipeline) {
    List<BsonDocument> found = new ArrayList<>();
    try (Operation operation = begin();
        OpenCursor cursor = engine.reads().aggregate(operation, request(pipeline))) {
      while (cursor.documents().advance()) {
        found.add(cursor.documents().current().toBson());
      }
    }
    return found;
  }

  private static AggregateRequest request(String pipeline) {
    return AggregateRequest.of(NS, doc("{p: " + pipeline + "}").getArray("p"));
  }
}
