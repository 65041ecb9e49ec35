package dev.meerkat.engine.collection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.meerkat.engine.EngineFixture;
import dev.meerkat.engine.Operation;
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
    AggregateRequest request =
        AggregateRequest.of(NS, BsonDocument.parse("{p: " + pipeline + "}").getArray("p"));
    Operation operation = begin();
    try (operation) {
      return engine.reads().explain(operation, request, "executionStats");
    }
  }
}
