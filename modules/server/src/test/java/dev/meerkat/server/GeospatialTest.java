package dev.meerkat.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
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

  /** Documents on a line, a hundredth of a degree apart. */
  private BsonDocument search(String query, int limit) throws IOException {
    StringBuilder documents = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      documents.append(i == 0 ? "" : ", ");
      documents.append("{_id: %d, loc: [%f, 0], flat: [%f, 0]}".formatted(i, i / 100., i / 100.));
    }
    done("{delete: 'c', deletes: [{q: {}, limit: 0}]}");
    done("{insert: 'c', documents: [" + documents + "]}");
    BsonDocument stage =
        done("{explain: {find: 'c', filter: {"
                + query
                + "}, limit: "
                + limit
                + "}, verbosity: 'executionStats'}")
            .getDocument("executionStats")
            .getDocument("executionStages");
    while (!stage.containsKey("searchIntervals")) {
      stage = stage.getDocument("inputStage");
    }
    return stage;
  }

  /** Checks that intervals follow each other, and answers where the last one ends. */
  private static double end(BsonDocument stage, double from, double step) {
    double end = from;
    int returned = 0;
    int buffered = 0;
    for (BsonValue each : stage.getArray("searchIntervals")) {
      BsonDocument interval = each.asDocument();
      assertEquals(
          List.of("minDistance", "maxDistance", "maxInclusive", "nBuffered", "nReturned"),
          List.copyOf(interval.keySet()));
      assertEquals(end, interval.getDouble("minDistance").getValue());
      end = interval.getDouble("maxDistance").getValue();
      returned += interval.getInt32("nReturned").getValue();
      buffered += interval.getInt32("nBuffered").getValue();
      // All that has been answered so far is nearer than the end.
      double farthest = from + (returned - 1) * step;
      boolean isInclusive = interval.getBoolean("maxInclusive").getValue();
      assertTrue(farthest < end || isInclusive && farthest == end, stage.toJson());
    }
    assertEquals(stage.getInt32("nReturned").getValue(), returned, stage.toJson());
    assertEquals(
        stage.getDocument("inputStage").getInt32("nReturned").getValue(), buffered, stage.toJson());
    return end;
  }

  @Test
  void explainTellsHowFarASearchHasCome() throws IOException {
    double step = Math.toRadians(0.01) * 6_378_100;
    BsonDocument some = search("loc: {$near: {$geometry: " + HERE + "}}", 40);
    double reached = end(some, 0, step);
    assertTrue(reached < 300 * step, some.toJson());
    int intervals = some.getArray("searchIntervals").size();
    assertTrue(intervals > 1 && intervals < 9, some.toJson());
    assertEquals(false, last(some).getBoolean("maxInclusive").getValue());
    BsonDocument all = search("loc: {$near: {$geometry: " + HERE + "}}", 0);
    assertEquals(Math.PI * 6_378_100, end(all, 0, step));
    assertEquals(true, last(all).getBoolean("maxInclusive").getValue());
    BsonDocument ring =
        search("loc: {$near: {$geometry: " + HERE + ", $minDistance: 100, $maxDistance: 9000}}", 0);
    assertEquals(9000, end(ring, 100, step));
    BsonDocument radians =
        search("loc: {$nearSphere: [0, 0], $maxDistance: " + 9000 / 6_378_100. + "}", 0);
    assertEquals(9000, end(radians, 0, step), 1e-6);
    BsonDocument plane = search("flat: {$near: [0, 0], $maxDistance: 2}", 0);
    assertEquals("GEO_NEAR_2D", plane.getString("stage").getValue());
    assertEquals(2, end(plane, 0, 0.01));
    assertEquals(Double.MAX_VALUE, end(search("flat: {$near: [0, 0]}", 0), 0, 0.01));
  }

  private static BsonDocument last(BsonDocument stage) {
    return stage.getArray("searchIntervals").getLast().asDocument();
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
  void hybridSearchesGoOverViewsWithoutTheirIndexes() throws IOException {
    reply("{create: 'v', viewOn: 'c', pipeline: [{$match: {_id: {$ne: 2}}}]}");
    String score = "[{$score: {score: '$_id'}}]";
    String fusion =
        "{aggregate: 'v', cursor: {}, pipeline: [%s{$scoreFusion: {input: {normalization: 'none',"
            + " pipelines: {p: %s}}}}, {$project: {_id: 1}}]}";
    assertEquals(List.of(4, 3, 1), ids(fusion.formatted("", score)));
    assertEquals(9, code("{aggregate: 'v', cursor: {}, pipeline: [{$scoreFusion: 1}]}"));
    assertEquals(14, code(fusion.formatted("", "1")));
    assertEquals(10170100, code(fusion.formatted("{$limit: 9}, ", score)));
    assertEquals(
        40603,
        code(
            fusion.formatted(
                "", "[{$geoNear: {near: [0, 0], key: 'flat'}}, {$score: {score: '$_id'}}]")));
    assertEquals(17313, code(fusion.formatted("", "[{$match: {$text: {$search: 'x'}}}]")));
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
