package dev.meerkat.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.bson.BsonDocument;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How scans of a clustered collection are told: it is documents that they read, and no keys. */
final class ClusteredPlanTest extends EngineFixture {
  @BeforeEach
  void fill() {
    run("{create: 'k', clusteredIndex: {key: {_id: 1}, unique: true}}");
    run("{createIndexes: 'k', indexes: [{key: {a: -1}, name: 'a'}]}");
    StringBuilder documents = new StringBuilder("{_id: null}, {_id: 'foo'}");
    for (int i = 0; i < 100; i++) {
      documents.append(", {_id: " + i + ", a: " + -i + ", b: " + i % 10 + "}");
    }
    run("{insert: 'k', documents: [" + documents + "]}");
  }

  private BsonDocument explained(String command) {
    return run("{explain: " + command + ", verbosity: 'executionStats'}");
  }

  private static BsonDocument leaf(BsonDocument plan) {
    return plan.isDocument("inputStage") ? leaf(plan.getDocument("inputStage")) : plan;
  }

  private static BsonDocument winner(BsonDocument explained) {
    BsonDocument plan = explained.getDocument("queryPlanner").getDocument("winningPlan");
    plan.remove("isCached");
    return plan;
  }

  private void assertScan(String scan, int returned, int documents, String command) {
    BsonDocument explained = explained(command);
    assertEquals(BsonDocument.parse(scan), leaf(winner(explained)), command);
    BsonDocument stats = explained.getDocument("executionStats");
    assertEquals(0, stats.getInt32("totalKeysExamined").getValue(), command);
    assertEquals(documents, stats.getInt32("totalDocsExamined").getValue(), command);
    BsonDocument ran = leaf(stats.getDocument("executionStages"));
    assertEquals(returned, ran.getInt32("nReturned").getValue(), command);
    assertEquals(documents, ran.getInt32("docsExamined").getValue(), command);
    assertFalse(ran.containsKey("keysExamined"), command);
  }

  @Test
  void countsAreThoseOfFinds() {
    assertCounted(20, "query: {_id: {$gte: 20, $lt: 40}}");
    assertCounted(19, "query: {_id: {$gte: 20, $lt: 40, $ne: 30}}");
    assertCounted(5, "query: {_id: {$gte: 20, $lt: 40}}, skip: 15");
    assertCounted(4, "query: {_id: {$gte: 20, $lt: 40}}, limit: 4");
    assertCounted(1, "query: {_id: {$gt: 'a'}}");
    assertCounted(0, "query: {_id: {$gt: 200}}");
  }

  private void assertCounted(int expected, String query) {
    assertEquals(expected, run("{count: 'k', " + query + "}").getNumber("n").intValue(), query);
  }

  @Test
  void rangesAreToldByTheirEnds() {
    assertScan(
        "{stage: 'CLUSTERED_IXSCAN', direction: 'forward', minRecord: 20, maxRecord: 40}",
        20,
        20,
        "{find: 'k', filter: {_id: {$gte: 20, $lt: 40}}}");
    assertScan(
        "{stage: 'CLUSTERED_IXSCAN', direction: 'forward', minRecord: NaN, maxRecord: 10}",
        10,
        10,
        "{find: 'k', filter: {_id: {$lt: 10}}}");
    assertScan(
        "{stage: 'CLUSTERED_IXSCAN', direction: 'forward', minRecord: 89, maxRecord: Infinity}",
        10,
        10,
        "{find: 'k', filter: {_id: {$gt: 89}}}");
    assertScan(
        "{stage: 'CLUSTERED_IXSCAN', direction: 'forward', minRecord: 'a', maxRecord: {}}",
        1,
        1,
        "{find: 'k', filter: {_id: {$gt: 'a'}}}");
    assertScan(
        "{stage: 'CLUSTERED_IXSCAN', direction: 'forward', minRecord: 5, maxRecord: 5}",
        1,
        1,
        "{find: 'k', filter: {_id: 5}, batchSize: 20}");
    assertScan(
        "{stage: 'CLUSTERED_IXSCAN', direction: 'forward', minRecord: 10, maxRecord: 30}",
        3,
        3,
        "{find: 'k', filter: {_id: {$in: [10, 20, 30]}}}");
  }

  @Test
  void whatIsAskedOfTheDocumentsIsToldBesideTheRange() {
    assertScan(
        "{stage: 'CLUSTERED_IXSCAN', filter: {$and: [{_id: {$lt: 50}}, {b: {$eq: 3}}]}, direction:"
            + " 'forward', minRecord: NaN, maxRecord: 50}",
        5,
        50,
        "{find: 'k', filter: {_id: {$lt: 50}, b: 3}}");
    assertScan(
        "{stage: 'COLLSCAN', filter: {b: {$eq: 3}}, direction: 'forward'}",
        10,
        102,
        "{find: 'k', filter: {b: 3}}");
  }

  @Test
  void theWholeCollectionIsToldAsACollectionScan() {
    assertScan("{stage: 'COLLSCAN', direction: 'forward'}", 102, 102, "{find: 'k'}");
    assertScan(
        "{stage: 'COLLSCAN', direction: 'backward'}", 102, 102, "{find: 'k', sort: {_id: -1}}");
    assertScan(
        "{stage: 'COLLSCAN', direction: 'backward'}",
        102,
        102,
        "{find: 'k', hint: {$natural: -1}}");
    assertScan(
        "{stage: 'COLLSCAN', direction: 'forward'}", 102, 102, "{find: 'k', hint: {_id: 1}}");
  }

  @Test
  void hintsAndLimitsAreTold() {
    assertScan(
        "{stage: 'CLUSTERED_IXSCAN', direction: 'forward', minRecord: 12, maxRecord: 12}",
        1,
        1,
        "{find: 'k', filter: {_id: 12}, hint: {_id: 1}}");
    assertScan(
        "{stage: 'CLUSTERED_IXSCAN', direction: 'forward', minRecord: 90, maxRecord: {$maxKey: 1}}",
        11,
        11,
        "{find: 'k', hint: {_id: 1}, min: {_id: 90}, max: {_id: {$maxKey: 1}}}");
    BsonDocument backward =
        leaf(
            winner(
                explained(
                    "{update: 'k', updates: [{q: {_id: 80}, u: {$inc: {a: 1}}, hint: {$natural:"
                        + " -1}}]}")));
    assertEquals(
        BsonDocument.parse(
            "{stage: 'CLUSTERED_IXSCAN', direction: 'backward', minRecord: 80, maxRecord: 80}"),
        backward);
  }

  @Test
  void whatKeysWouldTellIsToldAsDocumentsToo() {
    BsonDocument projected =
        winner(explained("{find: 'k', filter: {_id: {$lt: 9}}, projection: {_id: 1}}"));
    assertEquals("PROJECTION_SIMPLE", projected.getString("stage").getValue());
    assertEquals(
        "CLUSTERED_IXSCAN", projected.getDocument("inputStage").getString("stage").getValue());
    assertScan(
        "{stage: 'CLUSTERED_IXSCAN', direction: 'forward', minRecord: NaN, maxRecord: 9}",
        9,
        9,
        "{count: 'k', query: {_id: {$lt: 9}}}");
    assertScan(
        "{stage: 'CLUSTERED_IXSCAN', direction: 'forward', minRecord: 4, maxRecord: 9}",
        5,
        5,
        "{find: 'k', filter: {_id: {$gte: 4, $lt: 9}}, skip: 2, limit: 3}");
    BsonDocument skipped =
        winner(explained("{find: 'k', filter: {_id: {$lt: 9}}, skip: 2, limit: 3}"));
    assertEquals("LIMIT", skipped.getString("stage").getValue());
    assertEquals("SKIP", skipped.getDocument("inputStage").getString("stage").getValue());
  }

  @Test
  void naturalOrderIsThatOfTheClusterKey() {
    for (int direction : new int[] {1, -1}) {
      String find = "{find: 'k', hint: {$natural: %d}, sort: {_id: %d}}";
      assertEquals(
          "COLLSCAN",
          winner(explained(find.formatted(direction, direction))).getString("stage").getValue());
      assertEquals(
          "SORT",
          winner(explained(find.formatted(direction, -direction))).getString("stage").getValue());
    }
    assertEquals(
        BsonDocument.parse("{_id: 'foo'}"),
        run("{find: 'k', hint: {$natural: -1}, limit: 1}")
            .getDocument("cursor")
            .getArray("firstBatch")
            .getFirst());
  }
}
