package dev.meerkat.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pipelines within stages are rewritten and planned as those of commands. */
final class NestedPipelineTest extends ServedTest {
  @BeforeEach
  void fill() throws IOException {
    StringBuilder documents = new StringBuilder();
    for (int i = 0; i < 500; i++) {
      documents.append(i == 0 ? "" : ", ").append("{_id: %d, k: %d, u: %d}".formatted(i, i % 5, i));
    }
    done("{insert: 'd', documents: [" + documents + "]}");
    done(
        "{createIndexes: 'd', indexes: [{key: {u: 1}, name: 'u'}, {key: {k: 1, u: -1}, name:"
            + " 'ku'}]}");
    done("{insert: 'c', documents: [{_id: 1, k: 1}, {_id: 2, k: 2}, {_id: 3, k: 9}]}");
  }

  /** What a pipeline answers, of which at most so many documents are read. */
  private BsonArray reads(String stages, int most) throws IOException {
    done("{profile: 2}");
    BsonArray answer =
        done("{aggregate: 'c', cursor: {}, pipeline: [" + stages + "]}")
            .getDocument("cursor")
            .getArray("firstBatch");
    done("{profile: 0}");
    BsonDocument profiled =
        done("{find: 'system.profile', filter: {'command.aggregate': 'c'}, sort: {$natural: -1},"
                + " limit: 1}")
            .getDocument("cursor")
            .getArray("firstBatch")
            .getFirst()
            .asDocument();
    assertTrue(profiled.getNumber("docsExamined").longValue() <= most, profiled.toJson());
    return answer;
  }

  private static List<Integer> ids(BsonArray documents) {
    return documents.stream().map(each -> each.asDocument().getNumber("_id").intValue()).toList();
  }

  @Test
  void whatAUnionAsksForIsLeftToThePlan() throws IOException {
    assertEquals(
        List.of(1, 2, 3, 499, 498),
        ids(reads("{$unionWith: {coll: 'd', pipeline: [{$sort: {u: -1}}, {$limit: 2}]}}", 8)));
    assertEquals(
        List.of(1, 2, 3, 7),
        ids(
            reads(
                "{$unionWith: {coll: 'd', pipeline: [{$addFields: {z: 1}}, {$match: {u: 7}}]}}",
                5)));
  }

  @Test
  void whatALookupAsksForIsLeftToThePlan() throws IOException {
    BsonArray found =
        reads(
            "{$lookup: {from: 'd', localField: 'k', foreignField: 'k', pipeline: [{$sort: {u:"
                + " -1}}, {$limit: 1}], as: 'j'}}",
            6);
    assertEquals(List.of(496), ids(found.getFirst().asDocument().getArray("j")), found.toString());
    BsonArray projected =
        reads(
            "{$lookup: {from: 'd', localField: 'k', foreignField: 'k', pipeline: [{$project: {u:"
                + " 1}}, {$match: {u: {$lt: 3}}}], as: 'j'}}",
            6);
    assertEquals(List.of(1), ids(projected.getFirst().asDocument().getArray("j")));
  }

  /** The documents of the outer collection are all that is read. */
  @Test
  void whatAnIndexTellsIsNotReadOfDocuments() throws IOException {
    BsonArray found =
        reads(
            "{$lookup: {from: 'd', localField: 'k', foreignField: 'k', pipeline: [{$match: {u:"
                + " {$lt: 50}}}, {$group: {_id: '$k', s: {$sum: '$u'}}}], as: 'j'}}",
            3);
    assertEquals(
        BsonDocument.parse("{_id: 1, s: 235}"),
        found.getFirst().asDocument().getArray("j").getFirst());
  }

  @Test
  void whatIsReadOnceIsAskedTheRestForEachDocument() throws IOException {
    BsonArray found =
        reads(
            "{$lookup: {from: 'd', let: {k: '$k'}, pipeline: [{$match: {u: {$lt: 6}}}, {$addFields:"
                + " {z: '$$k'}}, {$match: {u: {$gt: 3}}}, {$sort: {_id: -1}}, {$limit: 1}], as:"
                + " 'j'}}",
            12);
    assertEquals(
        BsonDocument.parse("{_id: 5, k: 0, u: 5, z: 1}"),
        found.getFirst().asDocument().getArray("j").getFirst());
    assertEquals(1, found.getFirst().asDocument().getArray("j").size());
  }

  @Test
  void whatIsRewrittenIsShown() throws IOException {
    BsonDocument explained =
        done(
            "{explain: {aggregate: 'c', cursor: {}, pipeline: [{$facet: {x: [{$addFields: {z: 1}},"
                + " {$match: {k: 1}}]}}, {$unionWith: {coll: 'd', pipeline: [{$addFields: {z: 1}},"
                + " {$match: {u: 7}}]}}]}, verbosity: 'queryPlanner'}");
    BsonArray stages = explained.getArray("stages");
    assertEquals(
        BsonArray.parse(
            "[{$internalFacetTeeConsumer: {}}, {$match: {k: 1}}, {$addFields: {z: {$const: 1}}}]"),
        stages.get(1).asDocument().getDocument("$facet").getArray("x"),
        explained.toJson());
    BsonArray union = stages.get(2).asDocument().getDocument("$unionWith").getArray("pipeline");
    BsonDocument planner =
        union.getFirst().asDocument().getDocument("$cursor").getDocument("queryPlanner");
    assertEquals("test.d", planner.getString("namespace").getValue());
    assertEquals(BsonDocument.parse("{u: {$eq: 7}}"), planner.getDocument("parsedQuery"));
    assertEquals("FETCH", planner.getDocument("winningPlan").getString("stage").getValue());
    assertEquals(BsonDocument.parse("{$addFields: {z: {$const: 1}}}"), union.get(1));
  }

  @Test
  void whatNestedPipelinesHaveDoneIsTold() throws IOException {
    BsonArray stages =
        done("{explain: {aggregate: 'c', cursor: {}, pipeline: [{$unionWith: {coll: 'd', pipeline:"
                + " [{$match: {u: {$lt: 7}}}, {$addFields: {z: 1}}]}}, {$facet: {x: [{$match: {k:"
                + " 1}}, {$count: 'n'}], y: [{$limit: 4}]}}]}, verbosity: 'executionStats'}")
            .getArray("stages");
    BsonDocument union = stages.get(1).asDocument();
    assertEquals(10, union.getNumber("nReturned").intValue());
    BsonArray inner = union.getDocument("$unionWith").getArray("pipeline");
    BsonDocument stats =
        inner.getFirst().asDocument().getDocument("$cursor").getDocument("executionStats");
    assertEquals(7, stats.getNumber("totalKeysExamined").intValue());
    assertEquals(7, inner.get(1).asDocument().getNumber("nReturned").intValue());
    BsonDocument facet = stages.get(2).asDocument();
    assertEquals(1, facet.getNumber("nReturned").intValue());
    assertEquals(List.of(10, 3, 1), returned(facet.getDocument("$facet").getArray("x")));
    assertEquals(List.of(4, 4), returned(facet.getDocument("$facet").getArray("y")));
  }

  private static List<Integer> returned(BsonArray stages) {
    return stages.stream()
        .map(stage -> stage.asDocument().getNumber("nReturned").intValue())
        .toList();
  }
}
