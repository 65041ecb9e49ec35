package dev.meerkat.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.bson.BsonDocument;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Parameters that say how much a stage or an accumulator may take. */
final class LimitParametersTest extends ServedTest {
  @BeforeEach
  void fill() throws IOException {
    StringBuilder documents = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      documents
          .append(i == 0 ? "" : ", ")
          .append("{_id: %d, a: [%d], t: '%s'}".formatted(i, i, "x".repeat(500) + i));
    }
    run("{insert: 'c', documents: [" + documents + "]}", "test");
  }

  private BsonDocument run(String command, String database) throws IOException {
    return client.run(command.substring(0, command.length() - 1) + ", $db: '" + database + "'}");
  }

  private int code(String stage) throws IOException {
    BsonDocument reply = run("{aggregate: 'c', cursor: {}, pipeline: [" + stage + "]}", "test");
    return reply.getNumber("ok").intValue() == 1 ? 0 : reply.getInt32("code").getValue();
  }

  private int set(String parameter, long value) throws IOException {
    BsonDocument reply = run("{setParameter: 1, " + parameter + ": " + value + "}", "admin");
    return reply.getNumber("ok").intValue() == 1 ? 0 : reply.getInt32("code").getValue();
  }

  private void limits(String parameter, long small, String stage, int code) throws IOException {
    BsonDocument standard = run("{getParameter: 1, " + parameter + ": 1}", "admin");
    assertEquals(0, code(stage), stage);
    assertEquals(0, set(parameter, small), parameter);
    assertEquals(code, code(stage), parameter);
    assertEquals(0, set(parameter, standard.getNumber(parameter).longValue()));
    assertEquals(0, code(stage), stage);
  }

  @Test
  void densifyMakesAsManyDocumentsAsItMay() throws IOException {
    String densify = "{$densify: {field: '_id', range: {step: 0.5, bounds: 'full'}}}";
    limits("internalQueryMaxAllowedDensifyDocs", 18, densify, 5897900);
    assertEquals(0, set("internalQueryMaxAllowedDensifyDocs", 19));
    assertEquals(0, code(densify));
    assertEquals(2, set("internalQueryMaxAllowedDensifyDocs", -1));
    limits(
        "internalDocumentSourceDensifyMaxMemoryBytes",
        200,
        "{$densify: {field: '_id', partitionByFields: ['t'], range: {step: 1, bounds: 'full'}}},"
            + " {$limit: 5}",
        6007200);
  }

  @Test
  void accumulatorsHoldAsMuchAsTheyMay() throws IOException {
    limits("internalQueryMaxPushBytes", 2_000, "{$group: {_id: null, x: {$push: '$t'}}}", 146);
    limits(
        "internalQueryMaxAddToSetBytes", 2_000, "{$group: {_id: null, x: {$addToSet: '$t'}}}", 146);
    limits(
        "internalQueryMaxConcatArraysBytes",
        200,
        "{$group: {_id: null, x: {$concatArrays: '$a'}}}",
        146);
    limits(
        "internalQueryMaxSetUnionBytes", 200, "{$group: {_id: null, x: {$setUnion: '$a'}}}", 146);
    for (String accumulator : new String[] {"$firstN", "$lastN", "$maxN", "$minN"}) {
      limits(
          "internalQueryTopNAccumulatorBytes",
          2_000,
          "{$group: {_id: null, x: {" + accumulator + ": {n: 15, input: '$t'}}}}",
          146);
    }
    limits(
        "internalQueryTopNAccumulatorBytes",
        2_000,
        "{$group: {_id: null, x: {$topN: {n: 15, sortBy: {_id: 1}, output: '$t'}}}}",
        146);
  }

  /** Both a window that moves and one that only grows. */
  @Test
  void windowsHoldAsMuchAsTheyMay() throws IOException {
    for (String from : new String[] {"-100", "'unbounded'"}) {
      String window = ", window: {documents: [" + from + ", 'current']}}}}}";
      String fields = "{$setWindowFields: {sortBy: {_id: 1}, output: {x: {";
      limits("internalQueryMaxPushBytes", 2_000, fields + "$push: '$t'" + window, 146);
      limits("internalQueryMaxAddToSetBytes", 2_000, fields + "$addToSet: '$t'" + window, 146);
      limits(
          "internalQueryMaxConcatArraysBytes", 200, fields + "$concatArrays: '$a'" + window, 146);
      limits("internalQueryMaxSetUnionBytes", 200, fields + "$setUnion: '$a'" + window, 146);
    }
  }

  @Test
  void whatComesBetweenStagesIsNoSmallerThanADocumentMayBe() throws IOException {
    for (String parameter :
        new String[] {
          "internalQueryFacetMaxOutputDocSizeBytes",
          "internalLookupStageIntermediateDocumentMaxSizeBytes"
        }) {
      assertEquals(2, set(parameter, 1_000), parameter);
      assertEquals(0, set(parameter, 20_000_000), parameter);
    }
    String large = "{$addFields: {t: {$map: {input: {$range: [0, 2500]}, in: '$t'}}}}";
    assertEquals(
        0,
        code(
            "{$limit: 9}, {$facet: {x: ["
                + large
                + ", {$limit: 3}]}}, {$project: {n: {$size: '$x'}}}"));
    assertEquals(4031700, code("{$facet: {x: [" + large + "]}}, {$project: {n: {$size: '$x'}}}"));
    assertEquals(
        4568,
        code(
            "{$limit: 1}, {$lookup: {from: 'c', pipeline: ["
                + large
                + "], as: 'x'}}, {$project: {n: {$size: '$x'}}}"));
  }

  private BsonDocument trial() throws IOException {
    return run(
            "{explain: {find: 'c', filter: {_id: {$gte: 0}, t: {$gte: 'x'}, u: 1}}, verbosity:"
                + " 'allPlansExecution'}",
            "test")
        .getDocument("executionStats")
        .getArray("allPlansExecution")
        .getFirst()
        .asDocument();
  }

  @Test
  void trialsAndTheirCacheAreAsLargeAsTheyMayBe() throws IOException {
    run("{createIndexes: 'c', indexes: [{key: {t: 1}, name: 't'}]}", "test");
    assertEquals(20, trial().getInt32("totalKeysExamined").getValue());
    assertEquals(0, set("internalQueryPlanEvaluationWorks", 5));
    assertEquals(5, trial().getInt32("totalKeysExamined").getValue());
    assertEquals(2, set("internalQueryPlanEvaluationWorks", 0));
    assertEquals(0, set("internalQueryPlanEvaluationWorks", 10_000));
    run("{update: 'c', updates: [{q: {}, u: {$set: {u: 1}}, multi: true}]}", "test");
    assertEquals(0, set("internalQueryPlanEvaluationMaxResults", 3));
    assertEquals(3, trial().getInt32("nReturned").getValue());
    assertEquals(0, set("internalQueryCacheMaxEntriesPerCollection", 1));
    for (String field : new String[] {"u", "v", "w"}) {
      run("{find: 'c', filter: {_id: {$gte: 0}, t: {$gte: 'x'}, " + field + ": 1}}", "test");
    }
    assertEquals(
        1,
        run("{aggregate: 'c', cursor: {}, pipeline: [{$planCacheStats: {}}]}", "test")
            .getDocument("cursor")
            .getArray("firstBatch")
            .size());
  }
}
