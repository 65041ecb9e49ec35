package dev.meerkat.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What two indexes find together. */
final class IntersectionPlanTest extends ServedTest {
  private static final int DOCUMENTS = 3_000;

  @BeforeEach
  void fill() throws IOException {
    SplittableRandom random = new SplittableRandom(7);
    StringBuilder documents = new StringBuilder();
    for (int i = 0; i < DOCUMENTS; i++) {
      documents
          .append(i == 0 ? "" : ", ")
          .append(
              "{_id: %d, a: %d, b: [%d, %d], c: %d}"
                  .formatted(
                      i,
                      random.nextInt(3),
                      random.nextInt(4),
                      random.nextInt(4),
                      i < 2_900 ? 0 : 1));
    }
    done("{insert: 'c', documents: [" + documents + "]}");
    done(
        "{createIndexes: 'c', indexes: [{key: {a: 1}, name: 'a'}, {key: {b: 1}, name: 'b'}, {key:"
            + " {c: 1}, name: 'c'}]}");
  }

  /** What a find answers in many batches. */
  private List<Integer> ids(String find) throws IOException {
    List<Integer> ids = new ArrayList<>();
    BsonDocument cursor = done("{find: 'c', batchSize: 7, " + find + "}").getDocument("cursor");
    String batch = "firstBatch";
    while (true) {
      for (BsonValue document : cursor.getArray(batch)) {
        ids.add(document.asDocument().getInt32("_id").getValue());
      }
      long id = cursor.getInt64("id").getValue();
      if (id == 0) {
        return ids;
      }
      cursor =
          done("{getMore: {$numberLong: '" + id + "'}, collection: 'c', batchSize: 50}")
              .getDocument("cursor");
      batch = "nextBatch";
    }
  }

  private void isIntersected(String find) throws IOException {
    BsonDocument explained =
        done("{explain: {find: 'c', " + find + "}, verbosity: 'executionStats'}");
    BsonDocument planner = explained.getDocument("queryPlanner");
    assertTrue(
        planner.getDocument("winningPlan").toJson().contains("AND_SORTED"),
        find + planner.toJson());
    assertEquals(ids(find + ", hint: {$natural: 1}"), ids(find), find);
  }

  @Test
  void recordsOfTwoValuesAreMerged() throws IOException {
    isIntersected("filter: {a: 1, b: 2}");
    isIntersected("filter: {b: 3, a: 0}, limit: 20");
    BsonDocument stats =
        done("{explain: {find: 'c', filter: {b: 3, a: 0}, limit: 20}, verbosity: 'executionStats'}")
            .getDocument("executionStats");
    assertEquals(20, stats.getInt32("totalDocsExamined").getValue());
    assertTrue(stats.getInt32("totalKeysExamined").getValue() < 400, stats.toJson());
  }

  /** All that one index finds stands behind most of what the other finds. */
  @Test
  void whoIsFarBehindLeaps() throws IOException {
    BsonDocument stats =
        done("{explain: {find: 'c', filter: {c: 1, a: 0}}, verbosity: 'allPlansExecution'}")
            .getDocument("executionStats");
    String all = stats.getArray("allPlansExecution").toString();
    assertTrue(all.contains("AND_SORTED"), all);
    assertEquals(ids("filter: {c: 1, a: 0}, hint: {$natural: 1}"), ids("filter: {c: 1, a: 0}"));
    for (BsonValue plan : stats.getArray("allPlansExecution")) {
      if (plan.toString().contains("AND_SORTED")) {
        assertTrue(
            plan.asDocument().getNumber("totalKeysExamined").longValue() < 250, plan.toString());
      }
    }
  }
}
