package dev.meerkat.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is near, as a client asks for it. */
final class GeospatialTest extends ServedTest {
  private static final String HERE = "{type: 'Point', coordinates: [0, 0]}";

  @BeforeEach
  void fill() throws IOException {
    reply(
        "{createIndexes: 'c', indexes: [{key: {loc: '2dsphere'}, name: 'loc'},"
            + " {key: {flat: '2d'}, name: 'flat'}]}");
    reply(
        "{insert: 'c', documents: [{_id: 1, k: 1, loc: {type: 'Point', coordinates: [2, 0]}, flat:"
            + " [2, 0]}, {_id: 2, k: 1, loc: [0, 0], flat: [0, 0]}, {_id: 3, k: 2, loc: {type:"
            + " 'Point', coordinates: [1, 0]}, flat: [1, 0]}, {_id: 4, k: 2}]}");
  }

  private int code(String command) throws IOException {
    BsonDocument reply = reply(command);
    return reply.isArray("writeErrors")
        ? reply.getArray("writeErrors").getFirst().asDocument().getInt32("code").getValue()
        : reply.getInt32("code").getValue();
  }

  private BsonArray batch(String command) throws IOException {
    BsonDocument reply = reply(command);
    assertTrue(reply.containsKey("cursor"), reply.toJson());
    return reply.getDocument("cursor").getArray("firstBatch");
  }

  private List<Integer> ids(String command) throws IOException {
    return batch(command).stream()
        .map(document -> document.asDocument().getInt32("_id").getValue())
        .toList();
  }

  @Test
  void theOptionsOfAPlaneAreListedInTypesOfTheirOwn() throws IOException {
    reply(
        "{createIndexes: 'd', indexes: [{key: {a: '2d'}, name: 'a', min: -5, max: 5, bits:"
            + " 20.0}]}");
    assertEquals(
        BsonDocument.parse("{v: 2, key: {a: '2d'}, name: 'a', min: -5.0, max: 5.0, bits: 20}"),
        batch("{listIndexes: 'd'}").get(1));
    BsonDocument kept =
        batch("{aggregate: 'd', pipeline: [{$indexStats: {}}, {$match: {name: 'a'}}], cursor: {}}")
            .get(0)
            .asDocument()
            .getDocument("spec");
    assertEquals(
        BsonDocument.parse("{v: 2, key: {a: '2d'}, name: 'a', min: -5, max: 5, bits: 20.0}"), kept);
  }

  @Test
  void findAnswersTheNearestFirst() throws IOException {
    assertEquals(
        List.of(2, 3, 1), ids("{find: 'c', filter: {loc: {$near: {$geometry: " + HERE + "}}}}"));
    assertEquals(
        List.of(3, 1),
        ids(
            "{find: 'c', filter: {loc: {$nearSphere: {$geometry: "
                + HERE
                + ", $minDistance: 100}}}, skip: 0}"));
    assertEquals(
        List.of(2, 3), ids("{find: 'c', filter: {flat: {$near: [0, 0], $maxDistance: 1}}}"));
    assertEquals(
        List.of(1, 2), ids("{find: 'c', filter: {flat: {$near: [0, 0]}, k: 1}, sort: {_id: 1}}"));
  }

  @Test
  void distancesAreMetadata() throws IOException {
    BsonArray found =
        batch(
            "{find: 'c', filter: {flat: {$near: [0, 0]}}, limit: 1, skip: 1,"
                + " projection: {d: {$meta: 'geoNearDistance'}, p: {$meta: 'geoNearPoint'}, _id: 0,"
                + " k: 1}}");
    assertEquals(BsonDocument.parse("{k: 2, d: 1.0, p: [1, 0]}"), found.getFirst().asDocument());
    assertEquals(40218, code("{find: 'c', projection: {d: {$meta: 'geoNearDistance'}}}"));
    assertEquals(
        List.of(1, 3, 2),
        ids("{find: 'c', filter: {flat: {$near: [0, 0]}}, sort: {d: {$meta: 'geoNearDistance'}}}"));
  }

  @Test
  void cursorsGoOnInOrder() throws IOException {
    BsonDocument reply =
        reply("{find: 'c', filter: {flat: {$near: [0, 0]}}, batchSize: 1}").getDocument("cursor");
    assertEquals(1, reply.getArray("firstBatch").size());
    long cursor = reply.getInt64("id").getValue();
    BsonArray rest =
        reply("{getMore: {$numberLong: '" + cursor + "'}, collection: 'c'}")
            .getDocument("cursor")
            .getArray("nextBatch");
    assertEquals(
        List.of(3, 1),
        rest.stream().map(each -> each.asDocument().getInt32("_id").getValue()).toList());
  }

  @Test
  void writesReachTheNearest() throws IOException {
    reply("{update: 'c', updates: [{q: {flat: {$near: [3, 0]}}, u: {$set: {first: true}}}]}");
    assertEquals(List.of(1), ids("{find: 'c', filter: {first: true}}"));
    reply("{delete: 'c', deletes: [{q: {flat: {$near: [0, 0], $maxDistance: 1}}, limit: 0}]}");
    assertEquals(List.of(1, 4), ids("{find: 'c', sort: {_id: 1}}"));
    assertEquals(
        1, reply("{count: 'c', query: {loc: {$nearSphere: [0, 0]}}}").getInt32("n").getValue());
  }

  @Test
  void geoNearWritesDistances() throws IOException {
    BsonArray found =
        batch(
            "{aggregate: 'c', cursor: {}, pipeline: [{$geoNear: {near: [0, 0], key: 'flat',"
                + " distanceField: 'd.e', includeLocs: 'p', distanceMultiplier: 10, query: {k:"
                + " 2}}}, {$project: {d: 1, p: 1}}]}");
    assertEquals(
        new BsonArray(List.of(BsonDocument.parse("{_id: 3, d: {e: 10.0}, p: [1, 0]}"))), found);
    assertEquals(
        List.of(2),
        ids(
            "{aggregate: 'c', cursor: {}, let: {far: 1}, pipeline: [{$geoNear: {near: "
                + HERE
                + ", key: 'loc', maxDistance: '$$far'}}]}"));
    assertEquals(
        List.of(2, 3),
        batch(
                "{aggregate: 'c', cursor: {}, pipeline: [{$match: {_id: 4}}, {$lookup: {from: 'c',"
                    + " let: {l: 2}, as: 'near', pipeline: [{$geoNear: {near: [0, 0], key:"
                    + " 'flat'}}, {$limit: {$numberLong: '2'}}]}}]}")
            .getFirst()
            .asDocument()
            .getArray("near")
            .stream()
            .map(each -> each.asDocument().getInt32("_id").getValue())
            .toList());
  }

  @Test
  void pathsOfGeoNearAreNotEndless() throws IOException {
    String near = "{aggregate: 'c', cursor: {}, pipeline: [{$geoNear: {near: [0, 0], ";
    assertEquals(5729100, code(near + "key: '" + path(181) + "'}}]}"));
    assertEquals(291, code(near + "key: '" + path(180) + "'}}]}"));
    for (String field : List.of("distanceField: '", "key: 'flat', includeLocs: '")) {
      String stage = near + (field.startsWith("key") ? "" : "key: 'flat', ") + field;
      assertEquals(15, code(stage + path(201) + "'}}]}"));
      assertEquals(5984700, code(stage + path(200) + "'}}]}"));
    }
  }

  private static String path(int components) {
    return "a" + ".a".repeat(components - 1);
  }

  @Test
  void nearnessIsARankToFuse() throws IOException {
    assertEquals(
        List.of(2, 3, 1),
        ids(
            "{aggregate: 'c', cursor: {}, pipeline: [{$rankFusion: {input: {pipelines: {near:"
                + " [{$geoNear: {near: [0, 0], key: 'flat'}}]}}}}]}"));
  }

  @Test
  void distanceIsAScoreToFuse() throws IOException {
    assertEquals(
        List.of(1, 3, 2),
        ids(
            "{aggregate: 'c', cursor: {}, pipeline: [{$scoreFusion: {input: {normalization: 'none',"
                + " pipelines: {near: [{$geoNear: {near: [0, 0], key: 'flat'}},"
                + " {$score: {score: {$meta: 'geoNearDistance'}}}]}}}}]}"));
  }

  @Test
  void whatCannotBeAnsweredIsRefused() throws IOException {
    assertEquals(291, code("{find: 'c', filter: {k: {$near: [0, 0]}}}"));
    assertEquals(2, code("{find: 'c', filter: {$or: [{flat: {$near: [0, 0]}}, {k: 1}]}}"));
    assertEquals(
        2, code("{find: 'c', filter: {flat: {$near: [0, 0]}, loc: {$nearSphere: [0, 0]}}}"));
    assertEquals(2, code("{find: 'c', filter: {flat: {$near: [0, 0]}}, hint: {$natural: 1}}"));
    assertEquals(
        5626500,
        code("{aggregate: 'c', cursor: {}, pipeline: [{$match: {flat: {$near: [0, 0]}}}]}"));
    String geoNear = "{$geoNear: {near: [0, 0]}}";
    assertEquals(
        40603, code("{aggregate: 'c', cursor: {}, pipeline: [{$limit: 1}, " + geoNear + "]}"));
    assertEquals(26, code("{aggregate: 'absent', cursor: {}, pipeline: [" + geoNear + "]}"));
    reply("{insert: 'plain', documents: [{_id: 1}]}");
    assertEquals(27, code("{aggregate: 'plain', cursor: {}, pipeline: [" + geoNear + "]}"));
    reply("{createIndexes: 'c', indexes: [{key: {other: '2d'}, name: 'other'}]}");
    assertEquals(27, code("{aggregate: 'c', cursor: {}, pipeline: [" + geoNear + "]}"));
    assertEquals(16755, code("{insert: 'c', documents: [{loc: 'x'}]}"));
    assertEquals(13027, code("{insert: 'c', documents: [{flat: [200, 0]}]}"));
  }

  @Test
  void explainTellsOfTheIndex() throws IOException {
    BsonDocument near =
        reply(
            "{explain: {find: 'c', filter: {loc: {$near: {$geometry: "
                + HERE
                + "}}}}, verbosity: 'executionStats'}");
    BsonDocument winner = near.getDocument("queryPlanner").getDocument("winningPlan");
    assertEquals("GEO_NEAR_2DSPHERE", winner.getString("stage").getValue(), near.toJson());
    assertEquals("loc", winner.getString("indexName").getValue());
    BsonDocument stats = near.getDocument("executionStats");
    assertEquals(3, stats.getInt32("totalKeysExamined").getValue(), stats.toJson());
    assertEquals(3, stats.getInt32("totalDocsExamined").getValue(), stats.toJson());
    BsonDocument within =
        reply("{explain: {find: 'c', filter: {flat: {$geoWithin: {$box: [[0, 0], [1, 1]]}}}}}");
    BsonDocument fetch = within.getDocument("queryPlanner").getDocument("winningPlan");
    assertEquals("FETCH", fetch.getString("stage").getValue());
    assertEquals("IXSCAN", fetch.getDocument("inputStage").getString("stage").getValue());
  }
}
